using System.Buffers;
using System.Diagnostics;
using System.Text;
using AgentLoad.Simulation.Nodes;
using AgentLoad.Simulation.Replies;

namespace AgentLoad.Simulation.Http;

/// <summary>Writes the lines of a reply in the format of one API.</summary>
internal abstract class ReplyWriter
{
    /// <summary>Writes a line with content.</summary>
    public abstract void Chunk(IBufferWriter<byte> to, ReplyChunk chunk, DateTimeOffset now);

    /// <summary>Writes the line or lines that end a complete reply.</summary>
    public abstract void Final(IBufferWriter<byte> to, NodeCall call, ReplyPlan plan, DateTimeOffset now);

    /// <summary>Writes a line with an error in the middle of a reply.</summary>
    public abstract void Error(IBufferWriter<byte> to, string message);

    /// <summary>Writes a line that is not valid JSON.</summary>
    public abstract void Malformed(IBufferWriter<byte> to);

    protected static void Put(IBufferWriter<byte> to, string text) => Encoding.UTF8.GetBytes(text, to);

    /// <summary>Returns the monotonic time of the machine in nanoseconds.</summary>
    public static long MonotonicNanoseconds() => (long)((Int128)Stopwatch.GetTimestamp() * 1_000_000_000 / Stopwatch.Frequency);
}
