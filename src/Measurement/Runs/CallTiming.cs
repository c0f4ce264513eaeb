using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Runs;

/// <summary>Durations of a call relative to its intended start.</summary>
/// <param name="ScheduleDelay">Time from intended start to sent, seconds.</param>
/// <param name="Latency">Time from sent to end, seconds.</param>
/// <param name="EffectiveLatency">Time from intended start to end, seconds.</param>
internal readonly record struct CallTiming(double ScheduleDelay, double Latency, double EffectiveLatency)
{
    /// <summary>
    /// Computes the durations of a call. The intended start of a call is the time at which the agent requested it. In an open loop, the
    /// first calls of a task (those that wait for no other step) have an earlier intended start if the task itself started late.
    /// </summary>
    public static CallTiming Of(TaskRecord task, StepRecord step, bool openLoop)
    {
        var late = openLoop && step.After.Count == 0 && step.Call?.RetryOf is null ? Math.Max(0, task.Start - task.IntendedStart) : 0;
        var intended = step.Asked - late;
        return new CallTiming(step.Sent - intended, step.End - step.Sent, step.End - intended);
    }
}
