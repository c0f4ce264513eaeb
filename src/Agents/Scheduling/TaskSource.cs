using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Scheduling;

/// <summary>
/// Creates a workload's tasks, in order, for any number of agents. Groups are selected by smooth weighted round robin, so every part of the
/// run has the configured mix. The n-th task of every group with the same kind of problem uses the same n-th problem, so strategies can be
/// compared. If the n-th problem is selected for the baseline, its direct call follows the first task on it.
/// </summary>
internal sealed class TaskSource
{
    private readonly Lock _gate = new();
    private readonly Workload _workload;
    private readonly ulong _seed;
    private readonly Turn[] _turns;
    private readonly HashSet<string> _baselined = new(StringComparer.Ordinal);
    private PlannedTask? _baseline;
    private long _nextId;
    private long _handedOut;
    private bool _closed;

    /// <summary>Creates the tasks of a workload with problems from <paramref name="problems"/>.</summary>
    public TaskSource(Workload workload, IReadOnlyList<Entry<IProblemSource>> problems)
    {
        _workload = workload;
        _seed = unchecked((ulong)workload.Seed);
        _turns =
        [
            .. workload.Groups.Select(group =>
            {
                var entry = problems.Single(p => p.Name == group.Problem.Name);
                return new Turn(group, entry.Create(new Settings(entry.Parameters, group.Problem.Values)), KindOf(group.Problem, entry));
            }),
        ];
        PlannedTasks = workload.Load.Tasks is { } tasks ? tasks + CountBaselines(tasks) : null;
    }

    /// <summary>Total number of tasks, including the baseline; null if the duration ends the run.</summary>
    public long? PlannedTasks { get; }

    /// <summary>Number of tasks that were handed out, including the baseline.</summary>
    public long HandedOut
    {
        get
        {
            lock (_gate)
            {
                return _nextId - (_baseline is null ? 0 : 1);
            }
        }
    }

    /// <summary>Number of tasks that were not handed out, without the baseline; null if the duration ends the run.</summary>
    public long? Remaining
    {
        get
        {
            lock (_gate)
            {
                return _workload.Load.Tasks - _handedOut;
            }
        }
    }

    /// <summary>True if the next task is a baseline task.</summary>
    public bool IsBaselineNext
    {
        get
        {
            lock (_gate)
            {
                return !_closed && _baseline is not null;
            }
        }
    }

    /// <summary>True if all tasks have been created.</summary>
    public bool IsExhausted
    {
        get
        {
            lock (_gate)
            {
                return _handedOut >= _workload.Load.Tasks && _baseline is null;
            }
        }
    }

    /// <summary>Returns the next task; null if none is left or the source is closed.</summary>
    public PlannedTask? Next()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return null;
            }

            if (_baseline is { } direct)
            {
                _baseline = null;
                return direct;
            }

            if (_handedOut >= _workload.Load.Tasks)
            {
                return null;
            }

            _handedOut++;
            var next = NextTurn(_turns);
            var number = next.Count++;
            var problem = Problem(next, number);
            var task = Plan(next, number, problem, false);
            if (DrawsBaseline(next.Kind, number) && _baselined.Add(problem.Value.Id))
            {
                _baseline = Plan(next, number, problem, true);
            }

            return task;
        }
    }

    /// <summary>Recreates a task that another source of the same workload created.</summary>
    public PlannedTask Recall(long id, string group, long number, bool isBaseline)
    {
        var turn = _turns.Single(t => t.Group.Name == group);
        return Planned(id, turn.Group, number, Problem(turn, number), isBaseline);
    }

    /// <summary>Stops creating tasks.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    /// <summary>Ignores settings that equal their default: a saved workload lists every value and must have the same problems.</summary>
    private static string KindOf(Choice problem, Entry<IProblemSource> entry) =>
        problem.Name
        + string.Concat(
            problem
                .Values.Where(v => !Equals(v.Value, entry.Parameters.Single(p => p.Name == v.Key).Default))
                .OrderBy(v => v.Key, StringComparer.Ordinal)
                .Select(v => $";{v.Key}={v.Value}")
        );

    private static Turn NextTurn(Turn[] turns)
    {
        var total = 0.0;
        foreach (var turn in turns)
        {
            turn.Credit += turn.Group.Weight;
            total += turn.Group.Weight;
        }

        var next = turns.MaxBy(turn => turn.Credit)!;
        next.Credit -= total;
        return next;
    }

    private PlannedTask Plan(Turn turn, long number, Lazy<Problem> problem, bool isBaseline) =>
        Planned(_nextId++, turn.Group, number, problem, isBaseline);

    private PlannedTask Planned(long id, AgentGroup group, long number, Lazy<Problem> problem, bool isBaseline) =>
        new(id, group, number, problem, Seeds.Derive(_seed, $"task/{id}"), isBaseline);

    private Lazy<Problem> Problem(Turn turn, long number) => new(() => turn.Source.Draw(_seed, turn.Kind, number));

    private bool DrawsBaseline(string kind, long number) =>
        Seeds.Derive(_seed, $"baseline/{kind}/{number}") / (double)ulong.MaxValue < _workload.Baseline;

    /// <summary>Simulates the selection once in advance, because the number of planned tasks must be known before the first task.</summary>
    private long CountBaselines(long tasks)
    {
        if (_workload.Baseline <= 0)
        {
            return 0;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var turns = _turns.Select(t => new Turn(t.Group, t.Source, t.Kind)).ToArray();
        for (var i = 0L; i < tasks; i++)
        {
            var next = NextTurn(turns);
            var number = next.Count++;
            if (DrawsBaseline(next.Kind, number))
            {
                seen.Add(Problem(next, number).Value.Id);
            }
        }

        return seen.Count;
    }

    private sealed class Turn(AgentGroup group, IProblemSource source, string kind)
    {
        public AgentGroup Group { get; } = group;

        public IProblemSource Source { get; } = source;

        public string Kind { get; } = kind;

        public double Credit { get; set; }

        public long Count { get; set; }
    }
}
