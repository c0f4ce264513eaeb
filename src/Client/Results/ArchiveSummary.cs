using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Client.Results;

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
        RunArchive archive,
        RunFacts facts,
        IReadOnlyList<SloClause> slos,
        ClientHealth? client,
        IReadOnlyList<string>? degraded = null
    )
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
            archive.ReadTasks(),
            new SummaryInputs
            {
                Slos = slos,
                Client = client,
                ChunkGaps = gaps,
                Servers = archive.ReadServerSamples(),
                Degraded = degraded ?? [],
            }
        );
    }

    /// <summary>Figures of a run without a summary, computed from what was saved: they go as far as its last saved task.</summary>
    /// <exception cref="RunStoreException">The file is damaged.</exception>
    public static RunSummary Recover(RunArchive archive)
    {
        var saved = archive.ReadTasks().Select(task => task.End).DefaultIfEmpty().Max();
        var facts = archive.Facts;
        var end = Math.Max(saved, archive.ReadSnapshots().Select(snapshot => snapshot.ElapsedSeconds).DefaultIfEmpty().Max());
        return Of(
            archive,
            facts with
            {
                DurationSeconds = end,
                WindowEndSeconds = facts.WindowEndSeconds > 0 ? Math.Min(end, facts.WindowEndSeconds) : end,
                PlannedTasks = null,
            },
            [],
            null,
            [$"The run was cut off: it has no summary.json, and its figures end with the last saved task, at {saved:0.0} s."]
        );
    }
}
