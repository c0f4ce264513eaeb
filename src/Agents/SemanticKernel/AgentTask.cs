using System.Globalization;
using System.Text.Json;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tools;
using AgentLoad.Inference;
using Microsoft.Extensions.AI;

namespace AgentLoad.Agents.SemanticKernel;

/// <summary>What an agent of the user's works on.</summary>
public sealed class AgentTask
{
    private readonly Session _session;
    private readonly AgentSteps _steps;
    private int _uses;

    internal AgentTask(Session session, AgentSteps steps) => (_session, _steps) = (session, steps);

    /// <summary>The question, as a model is asked it.</summary>
    public string Question => _session.Problem.Question;

    /// <summary>Kind of problem ("multihop").</summary>
    public string Problem => _session.Problem.Kind;

    /// <summary>The very problem ("multihop/17").</summary>
    public string ProblemId => _session.Problem.Id;

    /// <summary>Tools that the problem brings along, such as a lookup in its invented graph.</summary>
    public IReadOnlyList<ToolDefinition> Tools => [.. _session.Problem.Tools.Select(tool => tool.Definition)];

    /// <summary>
    /// Uses a tool of the problem, with its latency, from within a function: the function is the step that is recorded. An unknown
    /// tool or bad arguments give a text that says so.
    /// </summary>
    /// <param name="tool">Its name.</param>
    /// <param name="arguments">An object whose properties are the arguments.</param>
    /// <param name="cancellationToken">Given up.</param>
    public async Task<string> UseAsync(string tool, object arguments, CancellationToken cancellationToken = default)
    {
        var known = _session.Problem.Tools.FirstOrDefault(t => t.Definition.Name == tool);
        if (known is null)
        {
            return $"There is no tool {tool}. Tools: {string.Join(", ", Tools.Select(t => t.Name))}.";
        }

        var use = $"{tool}/{Interlocked.Increment(ref _uses).ToString(CultureInfo.InvariantCulture)}";
        var fault = known.DrawFault(_session.Random($"fault:{use}"));
        await _session
            .PauseAsync(fault?.Duration ?? known.DrawLatency(_session.Random($"latency:{use}")), cancellationToken)
            .ConfigureAwait(false);
        ToolResult Execute() => known.Execute(JsonSerializer.Serialize(arguments));
        return (fault is null ? Execute() : fault.CreateResult(Execute)).Text;
    }

    /// <summary>A model for one role of the agent, such as "critic": the workload's <c>roles</c> say which endpoint serves it.</summary>
    /// <param name="role">Name of the role; one that the workload does not name is served as "default" is.</param>
    public IChatClient ModelFor(string role) => KernelAgentStrategy.InvokingFunctions(new SessionChatClient(_session, _steps, role));
}
