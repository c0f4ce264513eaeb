using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Tests.Sessions;

internal static class Tasks
{
    public static TaskPlan Plan(
        IModelClient client,
        Problem problem,
        IStrategy strategy,
        IBehaviour? behaviour = null,
        ulong seed = 1,
        bool nativeTools = false
    ) =>
        new()
        {
            Id = 7,
            Agent = 3,
            Group = "group",
            Problem = problem,
            Strategy = strategy,
            Behaviour = behaviour ?? new LiveBehaviour(),
            Seed = seed,
            Roles = new Dictionary<string, RoleBinding>
            {
                ["default"] = new RoleBinding(client, "model", new OptionSettings()) { HasNativeTools = nativeTools },
            },
        };

    public static TaskRecord Run(
        this PumpedClient client,
        TaskPlan plan,
        Random? random = null,
        TimeProvider? time = null,
        Action? beforeRelease = null,
        ICallObserver? observer = null,
        CancellationToken stop = default
    ) =>
        client.Run(
            random ?? new Random(1),
            () => TaskRunner.RunAsync(plan, RunClock.StartNow(time ?? TimeProvider.System), observer, stop),
            beforeRelease
        );

    /// <summary>Formats the step graph by keys, without ids and times.</summary>
    public static string Graph(this TaskRecord task)
    {
        var keys = task.Steps.ToDictionary(s => s.Id, s => s.Key);
        string Keys(IEnumerable<int> ids) => string.Join(",", ids.Select(i => keys[i]).Order(StringComparer.Ordinal));
        return string.Join("\n", task.Steps.Select(s => $"{s.Key}|{s.Name}|{Keys(s.After)}|{Keys(s.Uses)}").Order(StringComparer.Ordinal));
    }

    public static IReadOnlyList<StepRecord> Named(this TaskRecord task, string name) => [.. task.Steps.Where(s => s.Name == name)];
}
