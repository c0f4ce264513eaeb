using System.Globalization;

namespace AgentLoad.Inference.Endpoints;

/// <summary>
/// Names of the headers that tell a server what a call belongs to, so that routers can keep an agent on its prefix cache. An empty name
/// leaves a header out.
/// </summary>
internal sealed record IdentityHeaders
{
    /// <summary>Header with the session: the run and the task, one conversation of an agent.</summary>
    public string Session { get; init; } = "X-Session-Id";

    /// <summary>Header with the run.</summary>
    public string Run { get; init; } = "X-Run-Id";

    /// <summary>Header with the key of the nested strategy (sub-agent) that makes the call.</summary>
    public string Parent { get; init; } = "X-Parent-Id";

    /// <summary>Header with the nesting depth of the sub-agent.</summary>
    public string Depth { get; init; } = "X-Agent-Depth";

    /// <summary>Header with the trace and the span of the call (W3C Trace Context): the server's spans join the task's trace.</summary>
    public string TraceParent { get; init; } = "traceparent";

    /// <summary>Returns the headers of a call.</summary>
    /// <param name="run">Name of the run.</param>
    /// <param name="call">Call.</param>
    public IEnumerable<(string Name, string Value)> Of(string run, CallRequest call)
    {
        (string Name, string? Value)[] headers =
        [
            (Session, $"{run}-{Number(call.TaskId)}"),
            (Run, run),
            (Parent, call.Parent),
            (Depth, Number(call.Depth)),
            (TraceParent, TraceParent.Length > 0 ? call.Trace?.ToString() : null),
        ];
        return headers
            .Where(header => header.Name.Length > 0 && header.Value is { Length: > 0 })
            .Select(header => (header.Name, header.Value!));
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
