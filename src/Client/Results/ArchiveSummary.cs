using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands;
using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Client.Results;

/// <summary>Computes the summary of a saved run from its records.</summary>
internal static class ArchiveSummary
{
    /// <summary>Computes a summary in one pass over the records.</summary>
    /// <param name="archive">Saved run.</param>
    /// <param name="facts">Facts of the run.</param>
    /// <param name="slos">SLO clauses to evaluate.</param>
    /// <param name="client">Metrics of the load generator; null if they were not recorded.</param>
    /// <param name="maxFailedShare">Largest share of failed tasks of a valid run, 0 to 1; null for no limit.</param>
    /// <param name="degraded">Reasons why the run is degraded.</param>
    public static RunSummary Of(
        RunArchive archive,
        RunFacts facts,
        IReadOnlyList<SloClause> slos,
        ClientHealth? client,
        double? maxFailedShare = null,
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

        var findings = new CallFindings();
        var summary = RunSummarizer.Summarize(
            facts,
            archive
                .ReadTasks()
                .Select(task =>
                {
                    findings.Add(task);
                    return task;
                }),
            new SummaryInputs
            {
                Slos = slos,
                Client = client,
                MaxFailedShare = maxFailedShare,
                ChunkGaps = gaps,
                Servers = archive.ReadServerSamples(),
                Degraded = degraded ?? [],
            }
        );
        return summary with { FailureMessages = findings.Messages, Degraded = [.. summary.Degraded, .. findings.Outages] };
    }

    /// <summary>Computes the summary of a run without summary.json from its saved tasks.</summary>
    /// <exception cref="RunStoreException">The file is damaged.</exception>
    public static RunSummary Recover(RunArchive archive)
    {
        var saved = archive.ReadTasks().Select(task => task.End).DefaultIfEmpty().Max();
        var facts = archive.Facts;
        var end = Math.Max(saved, archive.ReadSnapshots().Select(snapshot => snapshot.ElapsedSeconds).DefaultIfEmpty().Max());
        var workload = WorkloadOf(archive);
        return Of(
            archive,
            facts with
            {
                DurationSeconds = end,
                WindowEndSeconds = facts.WindowEndSeconds > 0 ? Math.Min(end, facts.WindowEndSeconds) : end,
                PlannedTasks = null,
            },
            [.. (workload?.Slo ?? []).Select(SloClause.Parse)],
            null,
            workload?.MaxFailed,
            [
                "The run was interrupted or is still running: it has no summary.json, and "
                    + $"its figures end with the last saved task at {saved:0.0} s. Tasks that were running then are missing, so long tasks "
                    + "are underrepresented.",
            ]
        );
    }

    /// <summary>Reads the workload of a run; null if its file is missing or was written by another version.</summary>
    private static Workload? WorkloadOf(RunArchive archive)
    {
        var path = Path.Combine(archive.Folder, RunFolder.WorkloadName);
        var inputs = WorkloadCatalogs.Inputs with { Environment = _ => null, HasRemoteApiKeys = true };
        return File.Exists(path) ? WorkloadFile.Parse(File.ReadAllText(path), RunFolder.WorkloadName, inputs).Workload : null;
    }
}
