namespace AgentLoad.Agents.Sessions;

/// <summary>Seconds since the start of a run, as records give them.</summary>
/// <param name="Time">The run's time; its timestamps are those of its model clients.</param>
/// <param name="Epoch">Timestamp of the start of the run.</param>
public sealed record RunClock(TimeProvider Time, long Epoch)
{
    /// <summary>A clock of a run that starts now.</summary>
    public static RunClock StartNow(TimeProvider time) => new(time, time.GetTimestamp());

    /// <summary>Seconds since the start of the run.</summary>
    public double Now => At(Time.GetTimestamp());

    /// <summary>Seconds from the start of the run to a timestamp.</summary>
    public double At(long timestamp) => (timestamp - Epoch) / (double)Time.TimestampFrequency;

    /// <summary>Seconds between two timestamps.</summary>
    public double Between(long from, long to) => (to - from) / (double)Time.TimestampFrequency;
}
