using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;
using AgentLoad.Agents.Workloads.Shape;

namespace AgentLoad.Agents.Scheduling;

/// <summary>Groups that share one load: their tasks, when those begin, and how many agents there may be.</summary>
/// <param name="Tasks">What is done.</param>
/// <param name="Shape">When it begins.</param>
/// <param name="Most">Most agents.</param>
internal sealed record Lane(TaskSource Tasks, ILoadShape Shape, int Most)
{
    /// <summary>The lanes of a workload: one for the groups that share its load, and one for each group that has a load of its own.</summary>
    public static IReadOnlyList<Lane> Of(Workload workload, IReadOnlyList<Entry<IProblemSource>> problems)
    {
        var load = workload.Load;
        var shared = workload.Groups.Where(group => group is { Agents: null, Arrivals: null }).ToArray();
        var lanes = new List<Lane>();
        if (shared.Length > 0)
        {
            lanes.Add(Make(workload with { Groups = shared }, load, problems, 0));
        }

        foreach (var group in workload.Groups.Except(shared))
        {
            // The agents of a closed loop say nothing of how many may work on what arrives beside it. A load of its own ends with the duration:
            // the number of tasks is that of the shared load.
            var own = group.Arrivals is { } arrivals
                ? load with
                {
                    Arrivals = arrivals,
                    Agents = group.Agents ?? (load.Arrivals is null ? WorkloadRules.OpenLoopAgents : load.Agents),
                }
                : load with
                {
                    Agents = group.Agents!.Value,
                    Arrivals = null,
                    Stages = [],
                    Curve = new CurveSettings(),
                };
            own = shared.Length > 0 ? own with { Tasks = null } : own;
            lanes.Add(Make(workload with { Groups = [group], Load = own }, own, problems, lanes.Count));
        }

        return lanes;
    }

    private static Lane Make(Workload workload, LoadSettings load, IReadOnlyList<Entry<IProblemSource>> problems, int number)
    {
        var tasks = new TaskSource(workload, problems);
        var seed = Seeds.Derive(unchecked((ulong)workload.Seed), $"lane/{number}");
        var length = load.Duration?.TotalSeconds;
        if (load.Arrivals is { } arrivals)
        {
            return new Lane(tasks, new OpenShape(Arrivals.Of(arrivals, seed, length), load.Agents), load.Agents);
        }

        var population = PopulationOf(load);
        return new Lane(tasks, new ClosedShape(population), (int)Math.Ceiling(population.Largest));
    }

    /// <summary>Agents over time, of a closed loop.</summary>
    private static Curve PopulationOf(LoadSettings load) =>
        load.Stages.Count > 0 ? Stages.Join(load.Stages.Select(stage => ((double)stage.Agents, stage.For, stage.Ramp)))
        : load.Curve.Kind != CurveKind.Constant ? NamedCurves.Of(load.Curve, load.Agents, load.Duration?.TotalSeconds)
        : load.Ramp > TimeSpan.Zero ? new Curve([(0, 0), (load.Ramp.TotalSeconds, load.Agents)])
        : Curve.Constant(load.Agents);
}
