using System.Globalization;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Runs;

/// <summary>
/// Checks the share of failed tasks, of the tasks that began in the measured window and ended. Failed tasks end early and load the servers
/// less, so the other figures of a run with many of them do not describe the workload.
/// </summary>
/// <param name="limit">Largest share of a valid run; null for no limit.</param>
internal sealed class FailedTasks(double? limit)
{
    private long _failed;
    private long _ended;
    private string? _firstError;

    /// <summary>Adds a task that began in the window.</summary>
    public void Add(TaskRecord task)
    {
        if (task.State == TaskState.Aborted)
        {
            return;
        }

        _ended++;
        if (task.State is TaskState.Failed or TaskState.Lost)
        {
            _failed++;
            _firstError ??= task.Error;
        }
    }

    /// <summary>Returns the reason why the run is invalid; none if the share is within the limit.</summary>
    public IEnumerable<string> Reasons()
    {
        if (_failed <= limit * _ended)
        {
            yield break;
        }

        if (limit is { } share)
        {
            var first = _firstError is null ? "" : $" One of them: {_firstError}.";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{100.0 * _failed / _ended:0.#} % of the tasks failed ({_failed} of {_ended}), above the limit of {100 * share:0.#} %."
                    + $"{first} Remove the cause of the failures, or raise the limit with --max-failed or maxFailed."
            );
        }
    }
}
