using System.Diagnostics;
using System.Runtime.CompilerServices;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Telemetry;

/// <summary>
/// Gives spans the ids that were sent to the server with the call (<c>traceparent</c>). <see cref="Activity"/> always draws its own ids,
/// and has no other way to set them.
/// </summary>
internal static class SpanIds
{
    /// <summary>Sets the trace of a root span that has just started.</summary>
    public static void SetTrace(Activity root, CallTrace trace) => TraceId(root) = trace.TraceId;

    /// <summary>Sets the id of a span that has just started.</summary>
    public static void SetSpan(Activity span, CallTrace trace) => SpanId(span) = trace.SpanId;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_traceId")]
    private static extern ref string? TraceId(Activity activity);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanId(Activity activity);
}
