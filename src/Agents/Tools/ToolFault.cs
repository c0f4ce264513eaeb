namespace AgentLoad.Agents.Tools;

/// <summary>How a tool fails on purpose.</summary>
public enum ToolFaultKind
{
    /// <summary>It says after its usual time that it failed.</summary>
    Error,

    /// <summary>It answers nothing until its time is up.</summary>
    Timeout,

    /// <summary>It answers after its usual time with a text cut off in the middle.</summary>
    Garbled,
}

/// <summary>A failure that was drawn for one execution.</summary>
/// <param name="Kind">How it fails.</param>
/// <param name="Duration">How long a timeout lasts; null for the other kinds.</param>
public sealed record ToolFault(ToolFaultKind Kind, TimeSpan? Duration = null)
{
    /// <summary>What the agent gets to see.</summary>
    /// <param name="execute">Executes the tool, where the failure needs its result.</param>
    public ToolResult CreateResult(Func<ToolResult> execute)
    {
        if (Kind == ToolFaultKind.Error)
        {
            return new ToolResult("Error: the tool is not available.", "failed on purpose");
        }

        if (Kind == ToolFaultKind.Timeout)
        {
            return new ToolResult("Error: the tool took too long.", "timed out on purpose");
        }

        var text = execute().Text;
        return new ToolResult(text[..(text.Length / 2)], "garbled on purpose");
    }
}
