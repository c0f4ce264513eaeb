using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Client.Reports.Data;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Servers;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Statistics;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Client.Live;

/// <summary>Builds the frames of the live views from host counters, saved records and scraped server metrics.</summary>
/// <param name="facts">Facts known at the start of the run.</param>
/// <param name="arrivals">A separate copy of the run's schedule, used only to count the tasks due.</param>
/// <param name="plannedSeconds">Planned duration, seconds; null if the number of tasks ends the run.</param>
/// <param name="slos">SLO clauses of the workload.</param>
internal sealed class LiveFrameBuilder(RunFacts facts, Schedule arrivals, double? plannedSeconds, IReadOnlyList<SloClause> slos)
{
    private const int MaxReasons = 8;

    private const double RecentSeconds = 10,
        StaleSeconds = 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<RowKey, GroupTotals> _groups = [];
    private readonly FailureReasons _reasons = new();
    private readonly SnapshotSeries _series = new(facts.PlannedTasks);
    private readonly (SloClause Clause, SloTracker Tracker)[] _slos = [.. slos.Select(clause => (clause, new SloTracker(clause)))];
    private readonly Queue<(double End, double Latency)> _recent = [];
    private readonly Dictionary<string, ServerSample> _servers = new(StringComparer.Ordinal);
    private LiveHistory _history = LiveHistory.Empty;
    private long? _requested;

    /// <summary>Adds a saved task. Thread-safe.</summary>
    public void AddTask(TaskRecord task)
    {
        var metrics = _slos.Length > 0 && !task.IsBaseline ? TaskMetrics.Of(task) : null;
        lock (_gate)
        {
            // The baseline tasks of all groups on a problem are identical, so they share one row.
            var row = task.IsBaseline ? new RowKey("", task.Problem, task.Strategy, true) : RowKey.Of(task);
            if (!_groups.TryGetValue(row, out var totals))
            {
                _groups[row] = totals = new GroupTotals();
            }

            totals.Add(task);
            _reasons.Add(task);
            if (!task.IsBaseline)
            {
                _recent.Enqueue((task.End, task.End - task.Start));
            }

            if (metrics is null)
            {
                return;
            }

            foreach (var (clause, tracker) in _slos)
            {
                foreach (var value in SloValues.Of(clause.Metric.Name, task, metrics, facts.OpenLoop, MeasuredWindow.Of(facts)))
                {
                    tracker.Add(value);
                }
            }
        }
    }

    /// <summary>Adds scraped server metrics. Thread-safe.</summary>
    public void AddServerSample(ServerSample sample)
    {
        lock (_gate)
        {
            _servers[sample.Source] = sample;
        }
    }

    /// <summary>Builds the current frame. Called by one thread, about once per second.</summary>
    public LiveFrame NextFrame(LiveState state)
    {
        if (arrivals.SkipDue(state.ElapsedSeconds) is { } due)
        {
            _requested = (_requested ?? 0) + due;
        }

        lock (_gate)
        {
            var snapshot = WithTasksAndServers(_series.Next(state.ElapsedSeconds, state.Totals, _requested));
            _history = _history.With(snapshot);
            return new LiveFrame
            {
                Facts = facts,
                PlannedSeconds = plannedSeconds,
                Snapshot = snapshot,
                Groups =
                [
                    .. _groups
                        .Select(pair => pair.Value.Read(pair.Key))
                        .OrderBy(row => row.Row.Problem, StringComparer.Ordinal)
                        .ThenByDescending(row => row.Row.IsBaseline)
                        .ThenBy(row => row.Row.Group, StringComparer.Ordinal),
                ],
                Slos = [.. _slos.Select(slo => slo.Tracker.Read())],
                ScrapesServers = _servers.Count > 0,
                Reasons = _reasons.Top(MaxReasons),
                Losses = state.Losses,
                Task = state.Running,
                History = _history,
            };
        }
    }

    private RunSnapshot WithTasksAndServers(RunSnapshot snapshot)
    {
        while (_recent.TryPeek(out var oldest) && oldest.End < snapshot.ElapsedSeconds - RecentSeconds)
        {
            _recent.Dequeue();
        }

        double[] latencies = [.. _recent.Select(task => task.Latency).Order()];
        var servers = _servers.Values.Where(sample => sample.AtSeconds >= snapshot.ElapsedSeconds - StaleSeconds).ToArray();
        return snapshot with
        {
            RecentTaskLatencyP50Seconds = latencies.Length == 0 ? null : Percentile.OfSorted(latencies, 0.5),
            RecentTaskLatencyP95Seconds = latencies.Length == 0 ? null : Percentile.OfSorted(latencies, 0.95),
            ServerWaiting = servers.Any(sample => sample.Waiting is not null) ? servers.Sum(sample => sample.Waiting) : null,
            ServerKvCacheUsage = servers.Max(sample => sample.KvCacheUsage),
        };
    }
}
