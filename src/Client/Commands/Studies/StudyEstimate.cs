using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Running;
using AgentLoad.Measurement.Tasks;
using AgentLoad.Simulation.Http;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>
/// What a study may cost: a few tasks of each cell, done on a simulated node in this process before any call to a model. An estimate:
/// shaped cells make the calls that they will make, live ones those of the simulated node's texts.
/// </summary>
/// <param name="Cells">Calls and tokens of the whole study by cell id.</param>
internal sealed record StudyEstimate(IReadOnlyDictionary<int, (double Calls, double Tokens)> Cells)
{
    /// <summary>Tasks tried of each cell.</summary>
    public const int TasksPerCell = 3;

    /// <summary>Tokens of the whole study.</summary>
    public double Tokens => Cells.Values.Sum(cell => cell.Tokens);

    /// <summary>Calls of the whole study.</summary>
    public double Calls => Cells.Values.Sum(cell => cell.Calls);

    /// <summary>Tries every cell.</summary>
    public static async Task<StudyEstimate> ComputeAsync(Study study, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        await using var node = (
            await SimulatedNodes.StartAsync(
                new NodeSettings { Profile = "instant" },
                new SimulatedNodeOptions { Models = [new SimulatedModel(SimulatedNodes.ModelName)] },
                timeProvider,
                cancellationToken
            )
        );
        var tried = study.Cells.Select(async cell =>
            (cell.Id, Cost: await EstimateCellAsync(study, cell, node, timeProvider, cancellationToken))
        );
        return new StudyEstimate((await Task.WhenAll(tried)).ToDictionary(cell => cell.Id, cell => cell.Cost));
    }

    private static async Task<(double Calls, double Tokens)> EstimateCellAsync(
        Study study,
        StudyCell cell,
        SimulatedNode node,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        var planned = cell.Workload.Load.Tasks!.Value;
        var workload = (
            cell.Workload with
            {
                Seed = study.Seed,
                Endpoints = new Dictionary<string, EndpointGroup>(),
                Groups = [cell.Workload.Groups[0] with { Roles = new Dictionary<string, RoleSettings>() }],
                Load = new LoadSettings { Tasks = Math.Min(TasksPerCell, planned), Agents = TasksPerCell },
            }
        ).WithNode(node);
        using var connections = await Connections.OpenAsync(workload, timeProvider, _ => { }, cancellationToken);
        var plans = new TaskPlans(
            workload,
            (group, role) =>
                new RoleBinding(connections.Bind(group, role).Client, SimulatedNodes.ModelName, group.Options)
                {
                    HasNativeTools = connections.Bind(group, role).HasNativeTools,
                }
        );
        var clock = RunClock.StartNow(timeProvider);
        var source = new TaskSource(workload, ProblemCatalog.All);
        double calls = 0,
            tokens = 0;
        var count = 0;
        while (source.Next() is { } task)
        {
            var metrics = TaskMetrics.Of(await TaskRunner.RunAsync(plans.For(task, 0, clock.Now), clock, null, cancellationToken));
            (calls, tokens, count) = (calls + metrics.Calls, tokens + (metrics.TotalTokens ?? 0), count + 1);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var times = (double)planned * study.Seeds / Math.Max(1, count);
        return (calls * times, tokens * times);
    }
}
