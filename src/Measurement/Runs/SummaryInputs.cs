using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Servers;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Measurement.Runs;

/// <summary>Inputs of a summary in addition to the description of the run and its tasks.</summary>
internal sealed record SummaryInputs
{
    /// <summary>SLO clauses to evaluate.</summary>
    public IReadOnlyList<SloClause> Slos { get; init; } = [];

    /// <summary>Largest share of failed and lost tasks of a valid run, 0 to 1; null for no limit.</summary>
    public double? MaxFailedShare { get; init; }

    /// <summary>Resource usage of the load generator; null if it was not monitored.</summary>
    public ClientHealth? Client { get; init; }

    /// <summary>Problems during the run that affect the results, one sentence each.</summary>
    public IReadOnlyList<string> Degraded { get; init; } = [];

    /// <summary>
    /// Chunk gaps of the calls that ended in the measured window if only their histogram was stored; null if the records contain them.
    /// </summary>
    public LogLinearHistogram? ChunkGaps { get; init; }

    /// <summary>Samples of the model servers; empty if no server was scraped.</summary>
    public IReadOnlyList<ServerSample> Servers { get; init; } = [];
}
