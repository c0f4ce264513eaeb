using System.Globalization;
using System.Text.Json;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tools;
using AgentLoad.Inference;
using Microsoft.Extensions.AI;

namespace AgentLoad.Agents.UserAgents;

/// <summary>The task that a user's agent works on.</summary>
public sealed class AgentTask
{
    private readonly Session _session;
    private readonly AgentSteps _steps;
    private readonly Func<IChatClient, IChatClient> _invoking;
    private int _uses;

    /// <param name="run">The agent's run of the task.</param>
    /// <param name="invoking">Adds the invocation of functions to a model.</param>
    internal AgentTask(AgentRun run, Func<IChatClient, IChatClient> invoking) =>
        (_session, _steps, _invoking) = (run.Session, run.Steps, invoking);

    /// <summary>The question in the form sent to a model.</summary>
    public string Question => _session.Problem.Question;

    /// <summary>Kind of problem ("multihop").</summary>
    public string Problem => _session.Problem.Kind;

    /// <summary>Id of the problem ("multihop/17").</summary>
    public string ProblemId => _session.Problem.Id;

    /// <summary>Tools that the problem provides, such as a lookup in its generated graph.</summary>
    public IReadOnlyList<ToolDefinition> Tools => [.. _session.Problem.Tools.Select(tool => tool.Definition)];

    /// <summary>
    /// Runs a tool of the problem, including its latency, inside a function of the agent; the function is the recorded step. An unknown
    /// tool or invalid arguments return a text that describes the error.
    /// </summary>
    /// <param name="tool">Name of the tool.</param>
    /// <param name="arguments">An object with the arguments as properties.</param>
    /// <param name="cancellationToken">Cancels the tool.</param>
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

    /// <summary>Returns the model for one role of the agent, such as "critic". The workload's <c>roles</c> select its endpoint.</summary>
    /// <param name="role">Name of the role; a role that the workload does not define uses "default".</param>
    public IChatClient ModelFor(string role) => _invoking(new SessionChatClient(_session, _steps, role));
}
