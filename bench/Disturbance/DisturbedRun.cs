using AgentLoad.Client.Results;

namespace AgentLoad.Bench.Disturbance;

/// <summary>The effect of a disturbance on a run. Times are seconds of the run.</summary>
internal sealed class DisturbedRun
{
    private const double Percentile = 0.95,
        ObservedSeconds = 40;

    private readonly double _start;
    private readonly double _end;
    private readonly List<(double Start, double End)> _tasks = [];
    private readonly Dictionary<int, List<(double Sent, double End)>> _steps = [];
    private readonly HashSet<long> _ids = [];

    private DisturbedRun(double start, double end) => (_start, _end) = (start, end);

    /// <summary>Agents with a record.</summary>
    public int Agents => _steps.Count;

    /// <summary>Records of tasks that another record already covers.</summary>
    public long DoubledTasks { get; private set; }

    /// <summary>Planned tasks without a record.</summary>
    public long LostTasks { get; private set; }

    /// <summary>Calls in the records.</summary>
    public long RecordedCalls { get; private set; }

    /// <summary>Calls that the run reports as lost.</summary>
    public long LostCalls { get; private set; }

    /// <summary>Losses that the run reports: host, time of death and number of agents.</summary>
    public IReadOnlyList<string> Losses { get; private set; } = [];

    /// <summary>95th percentile of task latency in the disturbance, in seconds.</summary>
    public double LatencyDuring => LatencyOf(task => task.End >= _start && task.Start < _end);

    /// <summary>Reads the results of a run.</summary>
    /// <param name="folder">Folder of the results.</param>
    /// <param name="startedAt">Start of the disturbance.</param>
    /// <param name="endedAt">End of the disturbance.</param>
    public static DisturbedRun Read(string folder, DateTimeOffset startedAt, DateTimeOffset endedAt)
    {
        using var archive = RunStore.Open(folder);
        var epoch = archive.Facts.StartedUtc;
        var run = new DisturbedRun((startedAt - epoch).TotalSeconds, (endedAt - epoch).TotalSeconds);
        foreach (var task in archive.ReadTasks())
        {
            run.DoubledTasks += run._ids.Add(task.Id) ? 0 : 1;
            run.RecordedCalls += task.Steps.Count(step => step.Call is not null);
            run._tasks.Add((task.Start, task.End));
            if (!run._steps.TryGetValue(task.Agent, out var steps))
            {
                run._steps[task.Agent] = steps = [];
            }

            steps.AddRange(task.Steps.Select(step => (step.Sent, step.End)));
        }

        var summary = archive.ReadSummary()!;
        run.LostTasks = (summary.Tasks.Planned ?? run._ids.Count) - run._ids.Count;
        run.LostCalls = summary.Run.LostCalls;
        run.Losses =
        [
            .. summary.Run.Losses.Select(loss =>
                FormattableString.Invariant(
                    $"{loss.Host} at {loss.AtSeconds - run._start:0.0} s, detected {loss.DetectedAtSeconds - run._start:0.0} s after it"
                )
            ),
        ];
        return run;
    }

    /// <summary>Returns the seconds from the disturbance until each of the agents sent a call or ended one.</summary>
    public double SecondsUntilAllWork(Func<int, bool> agents) =>
        _steps
            .Where(agent => agents(agent.Key))
            .Select(agent =>
                agent
                    .Value.SelectMany(step => new[] { step.Sent, step.End })
                    .Where(instant => instant > _start)
                    .DefaultIfEmpty(double.PositiveInfinity)
                    .Min() - _start
            )
            .DefaultIfEmpty(double.NaN)
            .Max();

    /// <summary>
    /// Returns the longest time in which one of the agents had no step in progress, from the disturbance until every agent was out of work
    /// or 40 s had passed.
    /// </summary>
    public double LongestPause(Func<int, bool> agents)
    {
        // The end of a run leaves agents without work.
        var until = Math.Min(_start + ObservedSeconds, _steps.Values.Min(steps => steps.Max(step => step.End)));
        return _steps.Where(agent => agents(agent.Key)).Max(agent => LongestGap(agent.Value, _start, until));
    }

    /// <summary>Returns the 95th percentile of task latency before the disturbance and after the warm-up, in seconds.</summary>
    public double LatencyBefore(double warmUp) => LatencyOf(task => task.Start >= warmUp && task.End < _start);

    private static double LongestGap(IEnumerable<(double Sent, double End)> steps, double from, double until)
    {
        var (gap, covered) = (0.0, from);
        foreach (var (sent, end) in steps.Where(step => step.End > from && step.Sent < until).OrderBy(step => step.Sent))
        {
            gap = Math.Max(gap, sent - covered);
            covered = Math.Max(covered, end);
        }

        return Math.Max(gap, until - covered);
    }

    private double LatencyOf(Func<(double Start, double End), bool> condition)
    {
        var latencies = _tasks.Where(condition).Select(task => task.End - task.Start).Order().ToArray();
        return latencies.Length == 0 ? double.NaN : latencies[(int)Math.Ceiling(Percentile * latencies.Length) - 1];
    }
}
