using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>The parts of a run that its grain holds in memory while the run is active.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Schedule">Which task starts when.</param>
/// <param name="Assignments">Which agent works on what.</param>
/// <param name="Silos">Which silos take part.</param>
/// <param name="Launcher">Starts agents.</param>
internal sealed record ActiveRun(
    Workload Workload,
    Schedule Schedule,
    TaskAssignments Assignments,
    SiloMonitor Silos,
    AgentLauncher Launcher
) : IDisposable
{
    /// <summary>
    /// An agent that has not arrived after this time is restarted, and repeats the steps of its task. On a busy machine, a silo that has
    /// just started needs more than ten seconds for its first agents.
    /// </summary>
    private const double MigrationSeconds = 20;

    /// <summary>Creates the parts from the state of a run.</summary>
    /// <param name="state">The state.</param>
    /// <param name="leaving">Silos that are about to leave the cluster.</param>
    /// <param name="reports">The last report of each silo.</param>
    /// <param name="membership">The cluster.</param>
    /// <param name="start">Starts an agent and returns the address of its silo.</param>
    /// <param name="time">The time.</param>
    public static ActiveRun Create(
        RunState state,
        IReadOnlyCollection<string> leaving,
        SiloReports reports,
        IClusterMembershipService membership,
        Func<int, AgentStart, string?, Task<string>> start,
        TimeProvider time
    )
    {
        // Keys of model servers are on the silos; here they are only named.
        var inputs = WorkloadInputs.Default with
        {
            Environment = static _ => "-",
        };
        var workload = WorkloadFile.Parse(state.Spec!.Workload, state.Spec.RunId, inputs).Workload!;
        var schedule = new Schedule(workload, WorkloadInputs.Default.Problems);
        var assignments = new TaskAssignments(schedule, state.Wakes);
        var silos = new SiloMonitor(state, assignments, reports, leaving, membership);
        return new ActiveRun(workload, schedule, assignments, silos, new AgentLauncher(assignments.Agents, silos.Takers, start, time));
    }

    /// <summary>Restarts agents that lost their silo. In a run that is being aborted they end.</summary>
    public void Restart(IEnumerable<int> agents, RunPhase phase)
    {
        foreach (var agent in agents)
        {
            if (phase == RunPhase.Aborting)
            {
                Assignments.Agents.Remove(agent);
            }
            else
            {
                Launcher.Launch(agent, Assignments.Agents.Start(agent));
            }
        }
    }

    /// <summary>Starts as many agents as the schedule wants.</summary>
    public void Grow(RunPhase phase, double now)
    {
        if (phase == RunPhase.Running && !Assignments.IsExhausted)
        {
            Launcher.GrowTo(Schedule.AgentsWanted(now));
        }
    }

    /// <summary>Restarts agents that left a silo and did not arrive on another one.</summary>
    public void RestartMissing(RunPhase phase, double now)
    {
        var missing = Assignments.Agents.FindMissing(now - MigrationSeconds);
        foreach (var (_, silo, task) in missing.Where(agent => agent.Task is not null))
        {
            Assignments.Retry(silo, task!.Value);
        }

        Restart(missing.Select(agent => agent.Agent), phase);
        if (phase == RunPhase.Running && Assignments is { Agents.Active: 0, Waiting.Count: > 0 })
        {
            Restart([0], phase);
        }
    }

    /// <summary>Makes agents migrate so that every silo has its share. One migration ends before the next begins.</summary>
    /// <param name="phase">The phase of the run.</param>
    /// <param name="silos">Silos that are connected to the run's model servers.</param>
    public void Balance(RunPhase phase, IEnumerable<string> silos)
    {
        var agents = Assignments.Agents;
        if (phase != RunPhase.Running || agents.InTransit > 0)
        {
            return;
        }

        foreach (var (from, to, count) in AgentBalance.FindMigrations(agents.BySilo, silos))
        {
            foreach (var agent in agents.On(from).Where(agent => agents.TargetOf(agent) is null).Take(count))
            {
                agents.Migrate(agent, from, to);
            }
        }
    }

    /// <summary>True if no agent is active and none will be started.</summary>
    public bool IsOver(RunPhase phase, double now) =>
        Assignments.Agents.Active == 0
        && (
            phase >= RunPhase.Draining
            || (Assignments.IsExhausted && Assignments.Waiting.Count == 0)
            || (Schedule.NextGrowth(now) is null && Schedule.AgentsWanted(now) <= Launcher.Started)
        );

    /// <summary>Tasks that were handed out and never started.</summary>
    public int NeverStarted => Assignments.Waiting.Count(IsNew);

    /// <summary>Records of lost tasks that the end of the run kept from being retried.</summary>
    public IEnumerable<TaskRecord> NeverRestarted(double now) =>
        Assignments
            .Waiting.Where(static ticket => !IsNew(ticket))
            .Select(ticket => AbortedTasks.Of(Schedule.Recall(ticket.Id, ticket.Group, ticket.Number, ticket.IsBaseline), ticket, now));

    /// <inheritdoc/>
    public void Dispose() => Launcher.Dispose();

    private static bool IsNew(Ticket ticket) => ticket is { Attempt: 1, Carried: null };
}
