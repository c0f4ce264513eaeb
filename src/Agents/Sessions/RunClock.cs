namespace AgentLoad.Agents.Sessions;

/// <summary>Measures seconds since the start of a run, as used in records.</summary>
/// <param name="Time">Time provider of the run; its timestamps are those of the model clients.</param>
/// <param name="Epoch">Timestamp of the start of the run.</param>
/// <param name="Run">Id of the run, the same on every host.</param>
internal sealed record RunClock(TimeProvider Time, long Epoch, string Run)
{
    /// <summary>Creates a clock for a run that starts now.</summary>
    public static RunClock StartNow(TimeProvider time) => new(time, time.GetTimestamp(), Guid.NewGuid().ToString("N"));

    /// <summary>Seconds since the start of the run.</summary>
    public double Now => At(Time.GetTimestamp());

    /// <summary>Returns the seconds from the start of the run to a timestamp.</summary>
    public double At(long timestamp) => (timestamp - Epoch) / (double)Time.TimestampFrequency;

    /// <summary>Returns the seconds between two timestamps.</summary>
    public double Between(long from, long to) => (to - from) / (double)Time.TimestampFrequency;
}
