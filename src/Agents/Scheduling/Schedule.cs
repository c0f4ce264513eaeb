using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Scheduling;

/// <summary>
/// Assigns tasks to agents in closed and open loop. Every agent host requests its tasks here. Thread-safe. Times are seconds since the
/// start of the run.
/// </summary>
internal sealed class Schedule
{
    private readonly Lock _gate = new();
    private readonly IReadOnlyList<Lane> _lanes;
    private readonly int[] _agentsOfLane;
    private readonly List<(int Lane, int Number)> _agents = [];
    private readonly double _end;
    private long _returned;
    private volatile bool _closed;

    /// <summary>Creates the schedule of a workload with problems from <paramref name="problems"/>.</summary>
    public Schedule(Workload workload, IReadOnlyList<Entry<IProblemSource>> problems)
    {
        _lanes = Lane.Of(workload, problems);
        _agentsOfLane = new int[_lanes.Count];
        _end = workload.Load.Duration?.TotalSeconds ?? double.PositiveInfinity;
    }

    /// <summary>True if tasks of at least one group arrive on a schedule (open loop).</summary>
    public bool IsOpen => _lanes.Any(lane => lane.Shape.IsOpen);

    /// <summary>The maximum number of agents.</summary>
    public int MaxAgents => _lanes.Sum(lane => lane.MaxAgents);

    /// <summary>Number of lanes: groups of agents with a separate load.</summary>
    public int LaneCount => _lanes.Count;

    /// <summary>Total number of tasks, including the baseline; null if the duration ends the run.</summary>
    public long? PlannedTasks =>
        _lanes.Sum(lane => lane.Tasks.PlannedTasks ?? double.NaN) is var sum && double.IsNaN(sum) ? null : (long)sum;

    /// <summary>Number of assigned tasks that were not returned, including the baseline.</summary>
    public long HandedOut => _lanes.Sum(lane => lane.Tasks.HandedOut) - Interlocked.Read(ref _returned);

    /// <summary>
    /// Returns the next task of an agent; null if no task is left, the schedule is closed, or the agent gets no further task. The task may
    /// start in the future: the agent waits for it. Agent numbers are those counted by <see cref="AgentsWanted"/>, from 0.
    /// </summary>
    /// <param name="agent">Number of the agent.</param>
    /// <param name="now">Time since which the agent has been free, after its think time.</param>
    public Assignment? Next(int agent, double now)
    {
        if (_closed || LaneOf(agent) is not { } place)
        {
            return null;
        }

        return _lanes[place.Lane].Next(place.Number, now, _end) is { } next
            ? new Assignment(Numbered(next.Task, place.Lane), next.Start)
            : null;
    }

    /// <summary>Returns an assigned task that will not start because the run ends first.</summary>
    public void Return() => Interlocked.Increment(ref _returned);

    /// <summary>
    /// Returns when a free agent may request its next task; null if never. Closed loop: when the population includes the agent. Open loop:
    /// immediately. An agent that waits before it requests a task holds no task while it waits.
    /// </summary>
    public double? NextStartTime(int agent, double now) =>
        _closed ? null
        : LaneOf(agent) is { } place
            ? _lanes[place.Lane].Shape is { IsOpen: false } shape ? shape.Next(place.Number, now)
                : now
        : null;

    /// <summary>Returns when an agent of a closed-loop lane may start its next task; null for a lane with arrivals.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="number">Number of the agent within the lane.</param>
    /// <param name="now">Time since which the agent has been free.</param>
    public double? ClosedStart(int lane, int number, double now) =>
        _lanes[lane].Shape is { IsOpen: false } shape ? shape.Next(number, now) : null;

    /// <summary>
    /// Returns how many agents should have been started by now, numbered from 0. In closed loop it follows the population; in open loop it
    /// grows, up to the maximum, when no agent is waiting. Call it whenever an agent starts a task, and at <see cref="NextGrowth"/>.
    /// </summary>
    public int AgentsWanted(double now)
    {
        lock (_gate)
        {
            for (var lane = 0; lane < _lanes.Count && !_closed; lane++)
            {
                if (_lanes[lane].Tasks.IsExhausted)
                {
                    continue;
                }

                for (var wanted = _lanes[lane].Shape.AgentsAt(now); _agentsOfLane[lane] < wanted; _agentsOfLane[lane]++)
                {
                    _agents.Add((lane, _agentsOfLane[lane]));
                }
            }

            return _agents.Count;
        }
    }

    /// <summary>Returns when <see cref="AgentsWanted"/> next grows through the passing of time; null if it does not.</summary>
    public double? NextGrowth(double now)
    {
        lock (_gate)
        {
            return _lanes
                .Select(
                    (lane, i) =>
                        lane.Shape.IsOpen || lane.Tasks.IsExhausted || _agentsOfLane[i] >= lane.MaxAgents
                            ? null
                            : lane.Shape.Next(_agentsOfLane[i], now)
                )
                .Min();
        }
    }

    /// <summary>Returns the number of arrivals due by a time that no agent was free to take; null in closed loop.</summary>
    public long? Missed(double now) =>
        IsOpen
            ? _lanes.Sum(lane =>
                lane.Shape is OpenShape open
                    ? Math.Min(open.CountUnassigned(Math.Min(now, _end)), lane.Tasks.Remaining ?? long.MaxValue)
                    : 0
            )
            : null;

    /// <summary>
    /// Discards the arrivals that became due since the last call and returns their number; null in closed loop. For observers of a run that
    /// another schedule drives.
    /// </summary>
    public long? SkipDue(double now) =>
        IsOpen ? _lanes.Sum(lane => lane.Shape is OpenShape open ? open.SkipDue(Math.Min(now, _end)) : 0) : null;

    /// <summary>Recreates a task that another schedule of the same workload assigned.</summary>
    public PlannedTask Recall(long id, string group, long number, bool isBaseline)
    {
        var lane = (int)(id % _lanes.Count);
        return Numbered(_lanes[lane].Tasks.Recall(id / _lanes.Count, group, number, isBaseline), lane);
    }

    /// <summary>
    /// Continues after the loss of an earlier schedule of the same workload. Tasks that were already assigned are not assigned again.
    /// </summary>
    /// <param name="known">Ids of tasks that were assigned and are accounted for.</param>
    /// <param name="agents">Number of agents that were started.</param>
    /// <returns>Tasks that were assigned before the last known one and are not accounted for.</returns>
    public IReadOnlyList<Assignment> Resume(IReadOnlySet<long> known, int agents)
    {
        ArgumentNullException.ThrowIfNull(known);
        var last = new long[_lanes.Count];
        Array.Fill(last, -1);
        foreach (var id in known)
        {
            last[id % _lanes.Count] = Math.Max(last[id % _lanes.Count], id / _lanes.Count);
        }

        var unknown = new List<Assignment>();
        for (var lane = 0; lane < _lanes.Count; lane++)
        {
            for (var id = 0L; id <= last[lane]; id++)
            {
                if (
                    _lanes[lane].Next(0, 0, double.PositiveInfinity) is { } next
                    && Numbered(next.Task, lane) is var numbered
                    && !known.Contains(numbered.Id)
                )
                {
                    unknown.Add(new Assignment(numbered, next.Start));
                }
            }
        }

        lock (_gate)
        {
            while (_agents.Count < agents)
            {
                var lane = Enumerable.Range(0, _lanes.Count).MinBy(i => _agentsOfLane[i] / (double)_lanes[i].MaxAgents);
                _agents.Add((lane, _agentsOfLane[lane]++));
            }
        }

        return unknown;
    }

    /// <summary>Stops assigning tasks.</summary>
    public void Close()
    {
        _closed = true;
        foreach (var lane in _lanes)
        {
            lane.Tasks.Close();
        }
    }

    /// <summary>Returns the lane of an agent and its number within the lane; null for an agent that was not counted yet.</summary>
    public (int Lane, int Number)? LaneOf(int agent)
    {
        lock (_gate)
        {
            return agent >= 0 && agent < _agents.Count ? _agents[agent] : null;
        }
    }

    /// <summary>Interleaves the task ids of the lanes, so that an id does not depend on the relative speed of the lanes.</summary>
    private PlannedTask Numbered(PlannedTask task, int lane) => task with { Id = (task.Id * _lanes.Count) + lane };
}
