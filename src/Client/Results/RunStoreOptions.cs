namespace AgentLoad.Client.Results;

/// <summary>Storage options of a run.</summary>
internal sealed record RunStoreOptions
{
    /// <summary>Minimum time between two commits.</summary>
    /// <value>100 ms. Bounds the data lost in an operating system crash, and the acknowledgement delay in addition to the write.</value>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Maximum number of pending records before appending blocks.</summary>
    /// <value>2,048</value>
    public int Capacity { get; init; } = 2048;

    /// <summary>Maximum size of <c>run.db</c>, bytes; reaching it is treated as a full disk. Null for no limit.</summary>
    public long? MaxBytes { get; init; }
}
