namespace AgentLoad.Client.Results;

/// <summary>How a run is saved.</summary>
public sealed record RunStoreOptions
{
    /// <summary>Least time between two commits while records keep coming.</summary>
    /// <value>100 ms: what a crash of the machine may take, and the longest an acknowledgement waits beside the write itself.</value>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Records that may wait to be written before appending waits too.</summary>
    /// <value>2,048</value>
    public int Capacity { get; init; } = 2048;

    /// <summary>Size that <c>run.db</c> may not pass, bytes; passing it is as if the disk were full. Null: no limit.</summary>
    public long? MaxBytes { get; init; }
}
