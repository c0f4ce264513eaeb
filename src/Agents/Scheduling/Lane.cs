using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;
using AgentLoad.Agents.Workloads.Schema;

namespace AgentLoad.Agents.Scheduling;

/// <summary>Agent groups that share one load.</summary>
/// <param name="Tasks">Source of the tasks.</param>
/// <param name="Shape">Start times of the tasks.</param>
/// <param name="MaxAgents">Maximum number of agents.</param>
internal sealed record Lane(TaskSource Tasks, ILoadShape Shape, int MaxAgents)
{
    private readonly Lock _gate = new();
    private double _lastStart;

    /// <summary>
    /// Returns the next task of an agent and its start; null if there is none. A baseline task uses no arrival: it starts with the task
    /// before it, in addition to the load.
    /// </summary>
    /// <param name="agent">Number of the agent within the lane.</param>
    /// <param name="free">Time since which the agent has been free.</param>
    /// <param name="end">End of the arrivals, seconds since the start of the run.</param>
    public (PlannedTask Task, double Start)? Next(int agent, double free, double end)
    {
        lock (_gate)
        {
            if (Shape is OpenShape arrivals && Tasks.IsBaselineNext)
            {
                arrivals.Occupy(agent);
                return Tasks.Next() is { } direct ? (direct, _lastStart) : null;
            }

            // Check the end before taking an arrival: every arrival that is taken must get a task.
            if (Shape.Next(agent, free) is not { } start || (Shape.IsOpen && start >= end) || Tasks.Next() is not { } task)
            {
                return null;
            }

            _lastStart = start;
            return (task, start);
        }
    }

    /// <summary>
    /// Creates the lanes of a workload: one for the groups that share the workload's load, and one for each group with its own load.
    /// </summary>
    public static IReadOnlyList<Lane> Of(Workload workload, IReadOnlyList<Entry<IProblemSource>> problems)
    {
        var load = workload.Load;
        var shared = workload.Groups.Where(group => group is { Agents: null, Arrivals: null }).ToArray();
        var lanes = new List<Lane>();
        if (shared.Length > 0)
        {
            lanes.Add(Create(workload with { Groups = shared }, load, problems, 0));
        }

        foreach (var group in workload.Groups.Except(shared))
        {
            // The agents of a closed loop do not limit arrivals of another group. A group's own load ends with the duration: the number of
            // tasks belongs to the shared load.
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
            lanes.Add(Create(workload with { Groups = [group], Load = own }, own, problems, lanes.Count));
        }

        return lanes;
    }

    private static Lane Create(Workload workload, LoadSettings load, IReadOnlyList<Entry<IProblemSource>> problems, int number)
    {
        var tasks = new TaskSource(workload, problems);
        var seed = Seeds.Derive(unchecked((ulong)workload.Seed), $"lane/{number}");
        var length = load.Duration?.TotalSeconds;
        if (load.Arrivals is { } arrivals)
        {
            return new Lane(tasks, new OpenShape(Arrivals.Of(arrivals, seed, length), load.Agents), load.Agents);
        }

        var population = PopulationOf(load);
        return new Lane(tasks, new ClosedShape(population), (int)Math.Ceiling(population.Max));
    }

    /// <summary>Returns the closed-loop population over time.</summary>
    private static Curve PopulationOf(LoadSettings load) =>
        load.Stages.Count > 0 ? Stages.Join(load.Stages.Select(stage => ((double)stage.Agents, stage.For, stage.Ramp)))
        : load.Curve.Kind != CurveKind.Constant ? NamedCurves.Of(load.Curve, load.Agents, load.Duration?.TotalSeconds)
        : load.Ramp > TimeSpan.Zero ? new Curve([(0, 0), (load.Ramp.TotalSeconds, load.Agents)])
        : Curve.Constant(load.Agents);
}
