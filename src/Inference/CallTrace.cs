using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AgentLoad.Inference;

/// <summary>
/// Trace context of a call. The ids are derived from the call, so that they can be sent with it before its spans exist.
/// </summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Task">Id of the task.</param>
/// <param name="Attempt">Attempt of the task, from 1.</param>
/// <param name="Step">Key of the step.</param>
internal readonly record struct CallTrace(string Run, long Task, int Attempt, string Step)
{
    private const int TraceIdBytes = 16;
    private const int SpanIdBytes = 8;

    /// <summary>Id of the task's trace, 32 hexadecimal digits.</summary>
    public string TraceId => Hash(TaskName, TraceIdBytes);

    /// <summary>Id of the call's span, 16 hexadecimal digits.</summary>
    public string SpanId => Hash($"{TaskName}/{Step}", SpanIdBytes);

    private string TaskName => string.Create(CultureInfo.InvariantCulture, $"{Run}/{Task}/{Attempt}");

    /// <summary>
    /// Returns the value of the header <c>traceparent</c> (W3C Trace Context, level 1), with the flag that asks the server to record its
    /// spans.
    /// </summary>
    public override string ToString() => $"00-{TraceId}-{SpanId}-01";

    private static string Hash(string name, int bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return Convert.ToHexStringLower(hash[..bytes]);
    }
}
