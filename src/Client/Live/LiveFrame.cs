using AgentLoad.Agents.Execution;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Live;

/// <summary>All that live views show of one instant of a run.</summary>
internal sealed record LiveFrame
{
    /// <summary>What is known of the run at its start.</summary>
    public required RunFacts Facts { get; init; }

    /// <summary>Length of the run where time ends it; null where tasks do.</summary>
    public double? PlannedSeconds { get; init; }

    /// <summary>Counts and rates.</summary>
    public required RunSnapshot Snapshot { get; init; }

    /// <summary>Strategies in the order of the workload, the direct calls that they are compared with first.</summary>
    public IReadOnlyList<GroupProgress> Groups { get; init; } = [];

    /// <summary>Why calls failed, the most frequent reasons first.</summary>
    public IReadOnlyList<FailureReason> Reasons { get; init; } = [];

    /// <summary>Hosts that died.</summary>
    public IReadOnlyList<HostLoss> Losses { get; init; } = [];

    /// <summary>One task step by step; null where no host has one at hand.</summary>
    public RunningTask? Task { get; init; }

    /// <summary>The run so far.</summary>
    public required LiveHistory History { get; init; }

    /// <summary>Address of the live page; null for none.</summary>
    public string? Page { get; init; }
}
