using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Scheduling;

/// <summary>
/// Which task begins when: what any host has its agents pull from, in closed and in open loop. Thread-safe. Instants are seconds since the
/// start of the run.
/// </summary>
public sealed class Schedule
{
    private readonly Lock _gate = new();
    private readonly IReadOnlyList<Lane> _lanes;
    private readonly int[] _agentsOfLane;
    private readonly List<(int Lane, int Number)> _agents = [];
    private readonly double _end;
    private long _givenBack;
    private volatile bool _closed;

    /// <summary>The schedule of a workload; problems come from the sources in <paramref name="problems"/>.</summary>
    public Schedule(Workload workload, IReadOnlyList<Entry<IProblemSource>> problems)
    {
        _lanes = Lane.Of(workload, problems);
        _agentsOfLane = new int[_lanes.Count];
        _end = workload.Load.Duration?.TotalSeconds ?? double.PositiveInfinity;
    }

    /// <summary>True where tasks of a group arrive by a schedule, whatever the agents do.</summary>
    public bool IsOpen => _lanes.Any(lane => lane.Shape.IsOpen);

    /// <summary>Most agents that there may be.</summary>
    public int MostAgents => _lanes.Sum(lane => lane.Most);

    /// <summary>Tasks in all, baseline included; null where the duration ends the run.</summary>
    public long? PlannedTasks =>
        _lanes.Sum(lane => lane.Tasks.PlannedTasks ?? double.NaN) is var sum && double.IsNaN(sum) ? null : (long)sum;

    /// <summary>Tasks handed out and not given back, baseline included.</summary>
    public long HandedOut => _lanes.Sum(lane => lane.Tasks.HandedOut) - Interlocked.Read(ref _givenBack);

    /// <summary>
    /// The next task of an agent. It may begin in the future: then the agent waits for it. Null: none left, closed, or nothing more for this
    /// agent. The numbers of agents are those that <see cref="AgentsWanted"/> counted, from 0.
    /// </summary>
    /// <param name="agent">Number of the agent.</param>
    /// <param name="now">Since when it has been free, its think time over.</param>
    public Assignment? Next(int agent, double now)
    {
        if (_closed || LaneOf(agent) is not { } place)
        {
            return null;
        }

        var lane = _lanes[place.Lane];
        lock (lane)
        {
            // An arrival that is taken must have a task: the end is looked at first, and both are taken together.
            return lane.Shape.Next(place.Number, now) is { } start && (start < _end || !lane.Shape.IsOpen) && lane.Tasks.Next() is { } task
                ? new Assignment(Numbered(task, place.Lane), start)
                : null;
        }
    }

    /// <summary>Takes back a task that was handed out and will not begin, because the run ends first.</summary>
    public void GiveBack() => Interlocked.Increment(ref _givenBack);

    /// <summary>
    /// When an agent that is free may take its next task: in closed loop not before the population includes it, in open loop at once. Null:
    /// never again. An agent that waits before it asks holds no task meanwhile.
    /// </summary>
    public double? MayTake(int agent, double now) =>
        _closed ? null
        : LaneOf(agent) is { } place
            ? _lanes[place.Lane].Shape is { IsOpen: false } shape ? shape.Next(place.Number, now)
                : now
        : null;

    /// <summary>
    /// How many agents the host should have started by now, numbered from 0. It grows with the population, and in open loop when all waiting
    /// agents are used up, up to the maximum: ask again whenever an agent begins a task, and at <see cref="Grows"/>.
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

    /// <summary>When <see cref="AgentsWanted"/> grows next by the passing of time alone; null where it does not.</summary>
    public double? Grows(double now)
    {
        lock (_gate)
        {
            return _lanes
                .Select(
                    (lane, i) =>
                        lane.Shape.IsOpen || lane.Tasks.IsExhausted || _agentsOfLane[i] >= lane.Most
                            ? null
                            : lane.Shape.Next(_agentsOfLane[i], now)
                )
                .Min();
        }
    }

    /// <summary>Arrivals due by an instant that no agent was free to take; null in closed loop.</summary>
    public long? Missed(double now) =>
        IsOpen
            ? _lanes.Sum(lane =>
                lane.Shape is OpenShape open
                    ? Math.Min(open.Untaken(Math.Min(now, _end)), lane.Tasks.PlannedTasks - lane.Tasks.HandedOut ?? long.MaxValue)
                    : 0
            )
            : null;

    /// <summary>Arrivals due since the last question that this schedule hands to nobody: for who watches the run of another schedule. Null in closed loop.</summary>
    public long? PassDue(double now) =>
        IsOpen ? _lanes.Sum(lane => lane.Shape is OpenShape open ? open.PassDue(Math.Min(now, _end)) : 0) : null;

    /// <summary>The same task as another schedule of the same workload handed out, from what names it.</summary>
    public PlannedTask Recall(long id, string group, long number, bool isBaseline)
    {
        var lane = (int)(id % _lanes.Count);
        return Numbered(_lanes[lane].Tasks.Recall(id / _lanes.Count, group, number, isBaseline), lane);
    }

    /// <summary>
    /// Goes on where an earlier schedule of the same workload, whose memory is lost, had come to: hands out nothing again.
    /// </summary>
    /// <param name="known">Numbers of tasks that were handed out and whose fate is known.</param>
    /// <param name="agents">Agents that were started.</param>
    /// <returns>Tasks that the earlier schedule handed out before the last of the known ones, and that nobody knows of.</returns>
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
                var start = _lanes[lane].Shape.Next(0, 0) ?? 0;
                if (_lanes[lane].Tasks.Next() is { } task && Numbered(task, lane) is var numbered && !known.Contains(numbered.Id))
                {
                    unknown.Add(new Assignment(numbered, start));
                }
            }
        }

        lock (_gate)
        {
            while (_agents.Count < agents)
            {
                var lane = Enumerable.Range(0, _lanes.Count).MinBy(i => _agentsOfLane[i] / (double)_lanes[i].Most);
                _agents.Add((lane, _agentsOfLane[lane]++));
            }
        }

        return unknown;
    }

    /// <summary>Hands out nothing more.</summary>
    public void Close()
    {
        _closed = true;
        foreach (var lane in _lanes)
        {
            lane.Tasks.Close();
        }
    }

    private (int Lane, int Number)? LaneOf(int agent)
    {
        lock (_gate)
        {
            return agent >= 0 && agent < _agents.Count ? _agents[agent] : null;
        }
    }

    /// <summary>Lanes number their tasks alternately, so that a task's number does not hang on which lane is faster.</summary>
    private PlannedTask Numbered(PlannedTask task, int lane) => task with { Id = (task.Id * _lanes.Count) + lane };
}
