using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Client.Reports.Data;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Live;

/// <summary>Puts together what live views show, from what hosts count and from the records as they are saved.</summary>
/// <param name="facts">The run, as known at its start.</param>
/// <param name="arrivals">A schedule of the run that nobody takes tasks from: it says how many were to begin.</param>
/// <param name="plannedSeconds">Length of the run where time ends it.</param>
internal sealed class LiveBoard(RunFacts facts, Schedule arrivals, double? plannedSeconds)
{
    private const int MostReasons = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<RowKey, GroupTotals> _groups = [];
    private readonly FailureReasons _reasons = new();
    private readonly SnapshotSeries _series = new(facts.PlannedTasks);
    private LiveHistory _history = LiveHistory.None;
    private long? _requested;

    /// <summary>A task's record is safe. Comes from many threads at once.</summary>
    public void See(TaskRecord task)
    {
        lock (_gate)
        {
            // The direct calls of all groups on a problem are one row: they are alike.
            var row = task.IsBaseline ? new RowKey("", task.Problem, task.Strategy, true) : RowKey.Of(task);
            if (!_groups.TryGetValue(row, out var totals))
            {
                _groups[row] = totals = new GroupTotals();
            }

            totals.Add(task);
            _reasons.Add(task);
        }
    }

    /// <summary>The run as it now is; called by one thread, about once a second.</summary>
    public LiveFrame Next(LiveState state)
    {
        if (arrivals.SkipDue(state.ElapsedSeconds) is { } due)
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
                Reasons = _reasons.Most(MostReasons),
                Losses = state.Losses,
                Task = state.Running,
                History = _history,
            };
        }
    }
}
