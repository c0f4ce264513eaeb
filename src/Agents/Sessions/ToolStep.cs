using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Sessions;

/// <summary>A tool that a strategy itself provides, to be run and recorded as a step.</summary>
/// <param name="Name">Name of the tool.</param>
/// <param name="Key">Position in the search, unique within the task.</param>
/// <param name="After">Steps that it waited for, and that it uses the results of.</param>
/// <param name="Execute">Runs the tool. Errors are returned as results; an exception is recorded as the step's error and rethrown.</param>
internal sealed record ToolStep(string Name, string Key, IReadOnlyList<int> After, Func<CancellationToken, Task<ToolResult>> Execute);
