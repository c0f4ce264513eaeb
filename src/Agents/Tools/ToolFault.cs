namespace AgentLoad.Agents.Tools;

/// <summary>The kind of an injected tool failure.</summary>
internal enum ToolFaultKind
{
    /// <summary>The tool returns an error after its usual latency.</summary>
    Error,

    /// <summary>The tool does not respond until the timeout expires.</summary>
    Timeout,

    /// <summary>The tool returns a truncated result after its usual latency.</summary>
    Garbled,
}

/// <summary>A failure injected into one execution.</summary>
/// <param name="Kind">The kind of failure.</param>
/// <param name="Duration">Duration of a timeout; null for the other kinds.</param>
internal sealed record ToolFault(ToolFaultKind Kind, TimeSpan? Duration = null)
{
    /// <summary>Creates the result that the agent receives.</summary>
    /// <param name="execute">Executes the tool; called only if the failure needs its result.</param>
    public ToolResult CreateResult(Func<ToolResult> execute)
    {
        if (Kind == ToolFaultKind.Error)
        {
            return new ToolResult("Error: the tool is not available.", "injected error");
        }

        if (Kind == ToolFaultKind.Timeout)
        {
            return new ToolResult("Error: the tool took too long.", "injected timeout");
        }

        var text = execute().Text;
        return new ToolResult(text[..(text.Length / 2)], "injected truncation");
    }
}
