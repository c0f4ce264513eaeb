using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Client.Reports.Data;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Live;

/// <summary>Builds the frames of the live views from host counters and saved records.</summary>
/// <param name="facts">Facts known at the start of the run.</param>
/// <param name="arrivals">A separate copy of the run's schedule, used only to count the tasks due.</param>
/// <param name="plannedSeconds">Planned duration, seconds; null if the number of tasks ends the run.</param>
internal sealed class LiveFrameBuilder(RunFacts facts, Schedule arrivals, double? plannedSeconds)
{
    private const int MaxReasons = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<RowKey, GroupTotals> _groups = [];
    private readonly FailureReasons _reasons = new();
    private readonly SnapshotSeries _series = new(facts.PlannedTasks);
    private LiveHistory _history = LiveHistory.Empty;
    private long? _requested;

    /// <summary>Adds a saved task. Thread-safe.</summary>
    public void AddTask(TaskRecord task)
    {
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
        }
    }

    /// <summary>Builds the current frame. Called by one thread, about once per second.</summary>
    public LiveFrame NextFrame(LiveState state)
    {
        if (arrivals.PassDue(state.ElapsedSeconds) is { } due)
        {
            _requested = (_requested ?? 0) + due;
        }

        var snapshot = _series.Next(state.ElapsedSeconds, state.Totals, _requested);
        _history = _history.With(snapshot);
        lock (_gate)
        {
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
                Reasons = _reasons.Top(MaxReasons),
                Losses = state.Losses,
                Task = state.Running,
                History = _history,
            };
        }
    }
}
