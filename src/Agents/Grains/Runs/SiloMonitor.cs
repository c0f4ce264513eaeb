using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Silos;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>Follows which silos take part in a run, and takes agents and tasks back from those that died. Single-threaded.</summary>
/// <param name="state">The state of the run; its silos and losses are updated.</param>
/// <param name="assignments">Knows which agent is where.</param>
/// <param name="reports">The last report of each silo.</param>
/// <param name="leaving">Silos that are about to leave the cluster.</param>
/// <param name="membership">The cluster.</param>
internal sealed class SiloMonitor(
    RunState state,
    TaskAssignments assignments,
    SiloReports reports,
    IReadOnlyCollection<string> leaving,
    IClusterMembershipService membership
)
{
    private (int Agents, int Tasks) _lostBefore;

    /// <summary>Addresses of the silos that take agents.</summary>
    public IEnumerable<string> Takers() => membership.ActiveSilos().Except(leaving, StringComparer.Ordinal);

    /// <summary>Counts agents and tasks that a recovery found lost: they belong to the next silo that is found dead.</summary>
    public void AddRecovered(int lostAgents, int lostTasks) => _lostBefore = (lostAgents, lostTasks);

    /// <summary>Compares the run's silos with the cluster.</summary>
    /// <param name="now">Seconds since the start of the run.</param>
    /// <returns>Agents that lost their silo.</returns>
    public SiloChanges Check(double now)
    {
        var alive = membership.ActiveSilos().ToHashSet(StringComparer.Ordinal);
        var withAgents = assignments.Agents.BySilo.Keys.Where(silo => silo.Length > 0).ToArray();
        var lost = new List<int>();
        var changed = false;
        foreach (var silo in state.Silos.Union(withAgents, StringComparer.Ordinal).Where(silo => !alive.Contains(silo)).ToArray())
        {
            // A silo that shuts down hands its agents over itself. Only a dead one has lost them.
            if (membership.IsDead(silo))
            {
                lost.AddRange(TakeBack(silo, now));
                changed = true;
            }
        }

        foreach (var silo in state.Silos.Except(withAgents, StringComparer.Ordinal).Where(membership.IsLeaving).ToArray())
        {
            state.Silos.Remove(silo);
            changed = true;
        }

        // Silos without agents that run branches of searches report as well.
        string[] active =
        [
            .. withAgents
                .Union(reports.All.Select(report => report.Silo), StringComparer.Ordinal)
                .Where(alive.Contains)
                .Except(leaving, StringComparer.Ordinal),
        ];
        if (active.Except(state.Silos, StringComparer.Ordinal).Any())
        {
            state.Silos = [.. state.Silos.Union(active, StringComparer.Ordinal).Except(leaving, StringComparer.Ordinal)];
            changed = true;
        }

        return new SiloChanges(lost, changed);
    }

    private IReadOnlyList<int> TakeBack(string silo, double now)
    {
        var (agents, tasks) = assignments.OnSiloLost(silo);
        var died = reports.Close(silo);
        if (!state.Silos.Remove(silo) && agents.Count + tasks == 0)
        {
            // It left the cluster after its agents had migrated.
            return agents;
        }

        // The last sign of life is nearer to its death than the detection. Clocks of silos may differ.
        state.Losses.Add(
            new Loss(
                Math.Min(now, died ?? now),
                membership.NameOf(silo),
                agents.Count + _lostBefore.Agents,
                tasks + _lostBefore.Tasks,
                null
            )
            {
                Address = silo,
                DetectedSeconds = now,
            }
        );
        _lostBefore = default;
        return agents;
    }
}

/// <summary>What changed among a run's silos.</summary>
/// <param name="LostAgents">Agents of silos that died.</param>
/// <param name="MustSave">True if the state changed and must be saved.</param>
internal readonly record struct SiloChanges(IReadOnlyList<int> LostAgents, bool MustSave);
