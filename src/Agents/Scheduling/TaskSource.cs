using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Scheduling;

/// <summary>
/// Hands out a workload's tasks, one after another, to any number of agents. Groups take turns by weight (smooth weighted round
/// robin), so that every stretch of the run has their mix; the n-th task of every group on the same kind of problem is on the same
/// n-th problem, so that strategies stand side by side. Where the n-th problem is drawn for the baseline, its direct call
/// comes just before the first task on it.
/// </summary>
public sealed class TaskSource
{
    private readonly Lock _gate = new();
    private readonly Workload _workload;
    private readonly ulong _seed;
    private readonly Turn[] _turns;
    private readonly HashSet<string> _baselined = new(StringComparer.Ordinal);
    private PlannedTask? _afterBaseline;
    private long _nextId;
    private long _handedOut;
    private bool _closed;

    /// <summary>Tasks of a workload; problems come from the sources in <paramref name="problems"/>.</summary>
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

    /// <summary>Tasks in all, baseline included; null where the duration ends the run.</summary>
    public long? PlannedTasks { get; }

    /// <summary>Tasks handed out so far, baseline included.</summary>
    public long HandedOut
    {
        get
        {
            lock (_gate)
            {
                return _nextId;
            }
        }
    }

    /// <summary>True where all tasks that there are have been handed out.</summary>
    public bool IsExhausted
    {
        get
        {
            lock (_gate)
            {
                return _handedOut >= _workload.Load.Tasks && _afterBaseline is null;
            }
        }
    }

    /// <summary>The next task, or null where there is none left or the source is closed.</summary>
    public PlannedTask? Next()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return null;
            }

            if (_afterBaseline is { } waiting)
            {
                _afterBaseline = null;
                return waiting;
            }

            if (_handedOut >= _workload.Load.Tasks)
            {
                return null;
            }

            _handedOut++;
            var next = NextTurn(_turns);
            var number = next.Count++;
            var problem = Problem(next, number);
            if (!DrawsBaseline(next.Kind, number) || !_baselined.Add(problem.Value.Id))
            {
                return Plan(next, number, problem, false);
            }

            var baseline = Plan(next, number, problem, true);
            _afterBaseline = Plan(next, number, problem, false);
            return baseline;
        }
    }

    /// <summary>The same task as another source of the same workload handed out, from what names it.</summary>
    public PlannedTask Recall(long id, string group, long number, bool isBaseline)
    {
        var turn = _turns.Single(t => t.Group.Name == group);
        return Planned(id, turn.Group, number, Problem(turn, number), isBaseline);
    }

    /// <summary>Hands out nothing more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    /// <summary>Settings that say what the default is do not change the problems: a saved workload names every value, and has the same ones.</summary>
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

    private Lazy<Problem> Problem(Turn turn, long number) =>
        new(() => turn.Source.Create(Seeds.Derive(_seed, $"problem/{turn.Kind}/{number}")));

    private bool DrawsBaseline(string kind, long number) =>
        Seeds.Derive(_seed, $"baseline/{kind}/{number}") / (double)ulong.MaxValue < _workload.Baseline;

    /// <summary>Plays the turns once in advance: what is planned must be known before the first task.</summary>
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
