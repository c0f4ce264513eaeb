using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Sessions;

/// <summary>A tool of a strategy's own, to be run and recorded as a step.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">Its place in the search, unique within the task.</param>
/// <param name="After">Steps whose results it waited for and uses.</param>
/// <param name="Execute">Does it. An error is a result; what it throws is recorded as the step's error, and passes on.</param>
public sealed record ToolStep(string Name, string Key, IReadOnlyList<int> After, Func<CancellationToken, Task<ToolResult>> Execute);
