using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Sessions;

/// <summary>Runs the tools that a problem provides, with their latency and faults.</summary>
internal static class ProblemTools
{
    /// <summary>Runs a tool. An unknown tool returns a result that describes the error.</summary>
    /// <param name="session">Session of the task.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="name">Name of the tool.</param>
    /// <param name="arguments">Arguments as JSON text.</param>
    /// <param name="key">Key of the step; selects the random numbers.</param>
    /// <param name="cancellationToken">Cancels the tool.</param>
    public static async Task<ToolResult> ExecuteAsync(
        Session session,
        RunClock clock,
        string name,
        string arguments,
        string key,
        CancellationToken cancellationToken
    )
    {
        var tools = session.Problem.Tools;
        var tool = tools.FirstOrDefault(t => string.Equals(t.Definition.Name, name, StringComparison.OrdinalIgnoreCase));
        if (tool is null)
        {
            var known = string.Join(", ", tools.Select(t => t.Definition.Name));
            return new ToolResult($"There is no tool {name}. Tools: {known}.", $"unknown tool '{name}'");
        }

        var fault = tool.DrawFault(session.Random($"fault:{key}"));
        await Task.Delay(fault?.Duration ?? tool.DrawLatency(session.Random($"latency:{key}")), clock.Time, cancellationToken)
            .ConfigureAwait(false);
        return fault is null ? tool.Execute(arguments) : fault.CreateResult(() => tool.Execute(arguments));
    }
}
