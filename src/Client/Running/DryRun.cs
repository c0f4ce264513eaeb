using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;
using AgentLoad.Simulation.Http;

namespace AgentLoad.Client.Running;

/// <summary>
/// Runs a few tasks of a workload on a simulated node in this process, one after another, to estimate their calls and tokens.
/// </summary>
internal static class DryRun
{
    /// <summary>Starts a node that answers without delay.</summary>
    public static Task<SimulatedNode> StartNodeAsync(TimeProvider timeProvider, CancellationToken cancellationToken) =>
        SimulatedNodes.StartAsync(
            new NodeSettings { Profile = "instant" },
            new SimulatedNodeOptions { Models = [new SimulatedModel(SimulatedNodes.ModelName)] },
            timeProvider,
            cancellationToken
        );

    /// <summary>Runs tasks and returns their records.</summary>
    /// <param name="workload">Workload; its endpoints are replaced by the node.</param>
    /// <param name="tasks">Number of tasks.</param>
    /// <param name="node">Node.</param>
    /// <param name="timeProvider">Time provider.</param>
    /// <param name="cancellationToken">Cancellation.</param>
    public static async Task<IReadOnlyList<TaskRecord>> RunAsync(
        Workload workload,
        int tasks,
        SimulatedNode node,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        var local = (
            workload with
            {
                Endpoints = new Dictionary<string, EndpointGroup>(),
                Groups = [.. workload.Groups.Select(group => group with { Roles = new Dictionary<string, RoleSettings>() })],
                Load = new LoadSettings { Tasks = tasks, Agents = tasks },
            }
        ).WithNode(node);
        using var connections = await Connections.OpenAsync(local, timeProvider, _ => { }, cancellationToken);
        var plans = new TaskPlans(
            local,
            (group, role) =>
                new RoleBinding(connections.Bind(group, role).Client, SimulatedNodes.ModelName, group.Options)
                {
                    HasNativeTools = connections.Bind(group, role).HasNativeTools,
                }
        );
        var clock = RunClock.StartNow(timeProvider);
        var source = new TaskSource(local, ProblemCatalog.All);
        var records = new List<TaskRecord>();
        while (source.Next() is { } task)
        {
            records.Add(await TaskRunner.RunAsync(plans.For(task, 0, clock.Now), clock, null, cancellationToken));
        }

        cancellationToken.ThrowIfCancellationRequested();
        return records;
    }
}
