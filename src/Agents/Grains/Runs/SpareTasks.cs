using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>
/// Hands out tasks in advance. Near the end of a run a silo gets at most half of its share of the tasks that are left, so that no silo
/// holds tasks while agents of another one have none.
/// </summary>
/// <param name="schedule">Which task starts when.</param>
internal sealed class SpareTasks(Schedule schedule)
{
    private const int MaxPerReply = 5000;

    /// <summary>Takes tasks of closed-loop lanes for a silo. Tasks of an open loop have a time of arrival and are never spare.</summary>
    /// <param name="wanted">Number of tasks that the silo wants, by lane.</param>
    /// <param name="agents">Agents of the silo.</param>
    /// <param name="active">Agents of the run.</param>
    /// <param name="now">Seconds since the start of the run.</param>
    public Ticket[] Take(IReadOnlyList<int> wanted, IReadOnlyCollection<int> agents, int active, double now)
    {
        if (!wanted.Any(static tasks => tasks > 0))
        {
            return [];
        }

        var share = schedule.PlannedTasks is { } planned
            ? (planned - schedule.HandedOut) * agents.Count / Math.Max(1, active) / 2
            : long.MaxValue;
        var taken = new List<Ticket>();
        for (var lane = 0; lane < wanted.Count; lane++)
        {
            if (wanted[lane] > 0 && FindAgent(lane, agents, now) is { } agent)
            {
                var most = Math.Min(Math.Min(wanted[lane], share - taken.Count), MaxPerReply);
                for (var i = 0; i < most && schedule.Next(agent, now) is { } assignment; i++)
                {
                    taken.Add(Ticket.Of(assignment));
                }
            }
        }

        return [.. taken];
    }

    /// <summary>An agent of a closed-loop lane that may start a task now.</summary>
    private int? FindAgent(int lane, IReadOnlyCollection<int> agents, double now)
    {
        foreach (var agent in agents)
        {
            if (schedule.LaneOf(agent) is { } place && place.Lane == lane && schedule.ClosedStart(lane, place.Number, now) <= now)
            {
                return agent;
            }
        }

        return null;
    }
}
