using System.Collections.Concurrent;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Execution;

/// <summary>
/// Chooses the one task that live views show step by step: from its start to a little after its end, then one of another group. Groups
/// whose tasks have too few steps to be a tree are chosen only where there is no other.
/// </summary>
internal sealed class LiveTaskSelector
{
    private const int FewestSteps = 3;
    private const double LingerSeconds = 2,
        WaitForAnotherSeconds = 2;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, int> _steps = new(StringComparer.Ordinal);
    private volatile TaskMonitor? _chosen;

    /// <summary>The task as it is now; null where none was chosen yet.</summary>
    public RunningTask? Read() => _chosen?.Read();

    /// <summary>A task is about to begin: it may be the next to be shown.</summary>
    public void Offer(TaskMonitor watch, double now)
    {
        if (watch.Plan.IsBaseline || !IsFree(watch, now))
        {
            return;
        }

        lock (_gate)
        {
            if (!IsFree(watch, now))
            {
                return;
            }

            watch.KeepSteps();
            _chosen = watch;
        }
    }

    /// <summary>A task ended: what its group's tasks are like is known.</summary>
    public void See(TaskRecord task)
    {
        if (!task.IsBaseline)
        {
            _steps[task.Group] = task.Steps.Count;
        }
    }

    private bool IsFree(TaskMonitor next, double now) =>
        _chosen is not { } shown
        || (
            now - shown.End is var since
            && since >= LingerSeconds
            && (shown.Plan.Group != next.Plan.Group || since >= LingerSeconds + WaitForAnotherSeconds)
            && (StepsOf(next.Plan.Group) >= FewestSteps || _steps.Values.All(steps => steps < FewestSteps))
        );

    private int StepsOf(string group) => _steps.GetValueOrDefault(group, FewestSteps);
}
