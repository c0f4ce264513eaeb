using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Records;
using AgentLoad.Simulation.Answers;
using AgentLoad.Simulation.Faults;
using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Simulation.Tests.Answers;

/// <summary>Runs live agents on a simulated node over HTTP.</summary>
internal static class LiveRuns
{
    private static readonly SimulatedNodeOptions Options = new()
    {
        Profile = NodeProfiles.Instant with { Slots = 256 },
        Models = [new("simulated:8b")],
    };

    /// <summary>Runs tasks on the problems of seeds 0, 1, … concurrently.</summary>
    public static Task<TaskRecord[]> RunAsync(
        string problem,
        double skill,
        int tasks,
        string strategy,
        params (string Name, object Value)[] named
    ) => RunAsync(ProblemCatalog.Find(problem)!.CreateWith(), skill, tasks, strategy, named);

    /// <summary>Runs tasks on the problems of a source.</summary>
    public static Task<TaskRecord[]> RunAsync(
        IProblemSource source,
        double skill,
        int tasks,
        string strategy,
        params (string Name, object Value)[] named
    ) => RunAsync(source, skill, tasks, FaultOptions.None, new RetrySettings(), strategy, named);

    /// <summary>Runs tasks on the problems of a source while calls fail and are retried.</summary>
    public static async Task<TaskRecord[]> RunAsync(
        IProblemSource source,
        double skill,
        int tasks,
        FaultOptions faults,
        RetrySettings retry,
        string strategy,
        params (string Name, object Value)[] named
    )
    {
        await using var node = await SimulatedNode.StartAsync(
            Options with
            {
                Faults = faults,
            },
            new SkilledReplyGenerator(skill, new ReplyGeneratorOptions()),
            TimeProvider.System,
            CancellationToken.None
        );
        using var client = ModelClients.Create(new(node.Url, ModelApi.Ollama), TimeProvider.System);
        var clock = RunClock.StartNow(TimeProvider.System);
        var live = new LiveBehaviour();
        return await Task.WhenAll(
            Enumerable
                .Range(0, tasks)
                .Select(seed =>
                    TaskRunner.RunAsync(
                        new TaskPlan
                        {
                            Id = seed,
                            Agent = seed,
                            Group = "live",
                            Problem = source.Create((ulong)seed),
                            Strategy = StrategyCatalog.Find(strategy)!.CreateWith(named),
                            Behaviour = live,
                            Seed = (ulong)seed,
                            Retry = retry,
                            Roles = new Dictionary<string, RoleBinding> { ["default"] = new(client, "simulated:8b", new OptionSettings()) },
                        },
                        clock,
                        null,
                        CancellationToken.None
                    )
                )
        );
    }

    /// <summary>Returns the fraction of solved tasks.</summary>
    public static async Task<double> SolvedAsync(
        string problem,
        double skill,
        int tasks,
        string strategy,
        params (string Name, object Value)[] named
    ) => (await RunAsync(problem, skill, tasks, strategy, named)).Average(t => t.State == TaskState.Solved ? 1.0 : 0.0);
}
