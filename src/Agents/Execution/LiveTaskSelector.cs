using System.Collections.Concurrent;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Execution;

/// <summary>
/// Selects the task that live views show step by step, from its start to shortly after its end; then one of another group. Groups
/// with too few steps for a tree are selected only if there is no other group.
/// </summary>
internal sealed class LiveTaskSelector
{
    private const int FewestSteps = 3;
    private const double LingerSeconds = 2,
        WaitForAnotherSeconds = 2;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, int> _steps = new(StringComparer.Ordinal);
    private volatile TaskMonitor? _chosen;

    /// <summary>The selected task; null before the first one.</summary>
    public RunningTask? Read() => _chosen?.Read();

    /// <summary>Offers a task that is about to start.</summary>
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

    /// <summary>Learns from an ended task how many steps its group has.</summary>
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
