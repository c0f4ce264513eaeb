using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.SemanticKernel;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.UserAgents;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Records;
using AgentLoad.Simulation.Http;
using AgentLoad.Testing;
using Xunit;

namespace AgentLoad.Agents.Tests.SemanticKernel;

/// <summary>Runs tasks of agents in this assembly on a simulated node.</summary>
internal static class AgentRun
{
    public static UserAgent Of<T>() => new() { Assembly = typeof(AgentRun).Assembly.Location, Type = typeof(T).FullName! };

    public static async Task<TaskRecord> RunAsync(
        this SimulatedNode node,
        UserAgent agent,
        string problem = "multihop",
        ulong seed = 1,
        BudgetSettings? budget = null,
        ModelApi api = ModelApi.Ollama,
        CancellationToken stop = default
    )
    {
        return await node.RunAsync(UserAgentFactory.Create(agent), problem, seed, budget, api, stop);
    }

    public static async Task<TaskRecord> RunAsync(
        this SimulatedNode node,
        IStrategy strategy,
        string problem,
        ulong seed,
        BudgetSettings? budget,
        ModelApi api,
        CancellationToken stop
    )
    {
        using var client = node.Connect(api);
        var plan = new TaskPlan
        {
            Id = (long)seed,
            Agent = 0,
            Group = "own",
            Problem = ProblemCatalog.Find(problem)!.CreateWith(problem == "arithmetic" ? [("calculator", true)] : []).Create(seed),
            Strategy = strategy,
            Behaviour = new LiveBehaviour(),
            Seed = seed,
            Roles = new Dictionary<string, RoleBinding>
            {
                ["default"] = new(client, Nodes.Model, new OptionSettings()) { HasNativeTools = true },
            },
            Budget = budget ?? new BudgetSettings(),
        };
        return await TaskRunner
            .RunAsync(plan, RunClock.StartNow(TimeProvider.System), null, stop)
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    /// <summary>Starts a node with a model that calls a function first, and then answers.</summary>
    public static Task<SimulatedNode> CallingAsync(string function, string arguments, Func<IReadOnlyList<ChatMessage>, string> then) =>
        Nodes.StartAsync(
            generator: new ScriptedReplies(
                _ => new("", "", [new ToolCall("call_1", function, arguments)]),
                messages => new(then(messages), "", [])
            )
        );
}
