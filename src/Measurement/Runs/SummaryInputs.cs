using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Servers;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Measurement.Runs;

/// <summary>What goes into a summary beside the run's facts and its tasks.</summary>
public sealed record SummaryInputs
{
    /// <summary>The SLO clauses to judge.</summary>
    public IReadOnlyList<SloClause> Slos { get; init; } = [];

    /// <summary>How the load generator fared; null where nobody watched it.</summary>
    public ClientHealth? Client { get; init; }

    /// <summary>What went wrong on the way (a host died, …).</summary>
    public IReadOnlyList<string> Degraded { get; init; } = [];

    /// <summary>
    /// The chunk gaps of the measured window where the records no longer carry them, because only their histogram was stored; null
    /// to take them from the records.
    /// </summary>
    public LogLinearHistogram? ChunkGaps { get; init; }

    /// <summary>What servers said of themselves; empty where none was asked.</summary>
    public IReadOnlyList<ServerSample> Servers { get; init; } = [];
}
