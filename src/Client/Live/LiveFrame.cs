using AgentLoad.Agents.Execution;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Client.Live;

/// <summary>State of a run at one instant, as shown by the live views.</summary>
internal sealed record LiveFrame
{
    /// <summary>Facts known at the start of the run.</summary>
    public required RunFacts Facts { get; init; }

    /// <summary>Planned duration, seconds; null if the number of tasks ends the run.</summary>
    public double? PlannedSeconds { get; init; }

    /// <summary>Counts and rates.</summary>
    public required RunSnapshot Snapshot { get; init; }

    /// <summary>Progress per strategy, in workload order, with the baseline first.</summary>
    public IReadOnlyList<GroupProgress> Groups { get; init; } = [];

    /// <summary>State of the SLO clauses so far, in the configured order.</summary>
    public IReadOnlyList<SloResult> Slos { get; init; } = [];

    /// <summary>True if the metrics of servers are scraped.</summary>
    public bool ScrapesServers { get; init; }

    /// <summary>Failure reasons, most frequent first.</summary>
    public IReadOnlyList<FailureReason> Reasons { get; init; } = [];

    /// <summary>Lost hosts.</summary>
    public IReadOnlyList<HostLoss> Losses { get; init; } = [];

    /// <summary>A running task, shown step by step; null if no host provides one.</summary>
    public RunningTask? Task { get; init; }

    /// <summary>Snapshots since the start of the run.</summary>
    public required LiveHistory History { get; init; }

    /// <summary>Address of the live page; null if it is disabled.</summary>
    public string? Page { get; init; }
}
