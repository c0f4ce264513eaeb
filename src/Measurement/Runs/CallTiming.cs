using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Runs;

/// <summary>The durations of a call that hang on when it was meant to start.</summary>
/// <param name="ScheduleDelay">Intended start to sent, seconds.</param>
/// <param name="Latency">Sent to end, seconds.</param>
/// <param name="EffectiveLatency">Intended start to end, seconds.</param>
internal readonly record struct CallTiming(double ScheduleDelay, double Latency, double EffectiveLatency)
{
    /// <summary>
    /// A call is meant to start when its agent asks. In an open loop the calls a task begins with (those that wait for nothing) were
    /// meant to start earlier by as much as the task itself started late.
    /// </summary>
    public static CallTiming Of(TaskRecord task, StepRecord step, bool openLoop)
    {
        var late = openLoop && step.After.Count == 0 && step.Call?.RetryOf is null ? Math.Max(0, task.Start - task.IntendedStart) : 0;
        var intended = step.Asked - late;
        return new CallTiming(step.Sent - intended, step.End - step.Sent, step.End - intended);
    }
}
