using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Runs;

/// <summary>
/// The measured part of a run, without warm-up and cool-down. It defines two populations: the tasks that began in the window, followed to
/// their end, and the calls that ended in the window, regardless of their task.
/// </summary>
/// <param name="Start">Start, seconds since the start of the run.</param>
/// <param name="End">End, seconds since the start of the run; infinite if it is not known yet.</param>
internal readonly record struct MeasuredWindow(double Start, double End)
{
    /// <summary>Returns the window of a run.</summary>
    public static MeasuredWindow Of(RunFacts facts) =>
        new(facts.WindowStartSeconds, facts.WindowEndSeconds > 0 ? facts.WindowEndSeconds : double.PositiveInfinity);

    /// <summary>Returns true if an instant is in the window.</summary>
    public bool Contains(double instant) => instant >= Start && instant <= End;

    /// <summary>Returns true if the task began in the window.</summary>
    public bool Began(TaskRecord task) => Contains(task.Start);

    /// <summary>Returns true if the task ended in the window and was not cut off.</summary>
    public bool Ended(TaskRecord task) => task.State != TaskState.Aborted && Contains(task.End);

    /// <summary>Returns true if the step ended in the window.</summary>
    public bool Ended(StepRecord step) => Contains(step.End);
}
