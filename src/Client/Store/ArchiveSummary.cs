using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Client.Store;

/// <summary>The summary of a saved run, computed from its records.</summary>
public static class ArchiveSummary
{
    /// <summary>Reads every record once.</summary>
    /// <param name="archive">The run.</param>
    /// <param name="facts">What the run was.</param>
    /// <param name="slos">Clauses to judge.</param>
    /// <param name="client">How the load generator fared; null where nobody watched it.</param>
    /// <param name="degraded">What went wrong on the way.</param>
    public static RunSummary Of(
        RunArchive archive, RunFacts facts, IReadOnlyList<SloClause> slos, ClientHealth? client, IReadOnlyList<string>? degraded = null)
    {
        var gaps = new LogLinearHistogram();
        foreach (var (key, histogram) in archive.ReadChunkGaps())
        {
            if (key is { InWindow: true, IsBaseline: false })
            {
                gaps.Merge(histogram);
            }
        }

        return RunSummarizer.Summarize(
            facts,
            archive.ReadTasksAsync().ToBlockingEnumerable(),
            new SummaryInputs { Slos = slos, Client = client, ChunkGaps = gaps, Degraded = degraded ?? [] });
    }
}
