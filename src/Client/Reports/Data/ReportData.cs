using AgentLoad.Client.Results;
using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Servers;

namespace AgentLoad.Client.Reports.Data;

/// <summary>Data of a report.</summary>
internal sealed class ReportData
{
    private const int MaxRowsWithExamples = 12;

    private ReportData(RunSummary summary, MeasuredWindow window)
    {
        Summary = summary;
        (Calls, Tokens, Waste) = (new CallDistributions(window), new TokenDistributions(window), new WasteTable(window));
        TaskLatencies = new TaskLatencies(window, [.. summary.Slos.Select(slo => slo.Clause)]);
    }

    public RunSummary Summary { get; }

    /// <summary>The resolved workload, YAML; null if its file is missing.</summary>
    public string? Workload { get; private init; }

    /// <summary>Missing parts of the run, one sentence each.</summary>
    public List<string> Missing { get; } = [];

    public Timeline Timeline { get; } = new();

    public CallDistributions Calls { get; }

    public TaskLatencies TaskLatencies { get; }

    /// <summary>Snapshots of the live view, ordered by time.</summary>
    public IReadOnlyList<RunSnapshot> Snapshots { get; private set; } = [];

    /// <summary>False if the run is still running or was interrupted.</summary>
    public bool IsCompleted { get; private init; } = true;

    public LogLinearHistogram? ChunkGaps { get; private set; }

    public TokenDistributions Tokens { get; }

    public WasteTable Waste { get; }

    public Failures Failures { get; } = new();

    public Endpoints Endpoints { get; } = new();

    /// <summary>Metrics samples scraped from servers, ordered by source and time.</summary>
    public IReadOnlyList<ServerSample> Servers { get; private set; } = [];

    /// <summary>Tasks to show step by step.</summary>
    public IReadOnlyList<(ExampleTask Pick, TaskRecord Task)> Examples { get; private set; } = [];

    /// <summary>Number of rows without example tasks, because of the limit on examples.</summary>
    public int RowsWithoutExamples { get; private set; }

    /// <summary>Reads the run in one pass, then the example tasks. Parts that cannot be read are listed in <see cref="Missing"/>.</summary>
    public static ReportData Read(RunArchive archive, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        var summary = SummaryOf(archive, missing);
        var workload = Path.Combine(archive.Folder, RunFolder.WorkloadName);
        var window = MeasuredWindow.Of(summary.Run);
        var data = new ReportData(summary, window)
        {
            Workload = File.Exists(workload) ? File.ReadAllText(workload) : null,
            IsCompleted = archive.IsCompleted,
        };
        data.Missing.AddRange(missing);
        if (data.Workload is null)
        {
            data.Missing.Add($"{RunFolder.WorkloadName} is missing: the resolved workload cannot be shown.");
        }

        var picker = new ExamplePicker(window);
        var tasks = data.Scan(archive, picker, cancellationToken);
        if (tasks == 0)
        {
            data.Missing.Add("No task was saved: charts are empty.");
        }

        data.ReadRest(archive, picker);
        return data;
    }

    private static RunSummary SummaryOf(RunArchive archive, List<string> missing)
    {
        try
        {
            if (archive.ReadSummary() is { } summary)
            {
                return summary;
            }
        }
        catch (RunStoreException e)
        {
            missing.Add($"{e.Message} Metrics and SLOs were recomputed from the saved tasks.");
        }

        try
        {
            return ArchiveSummary.Recover(archive);
        }
        catch (RunStoreException e)
        {
            missing.Add($"{e.Message} The summary cannot be computed; charts show the readable tasks.");
            return RunSummarizer.Summarize(archive.Facts with { PlannedTasks = null }, []);
        }
    }

    private long Scan(RunArchive archive, ExamplePicker picker, CancellationToken cancellationToken)
    {
        var tasks = 0L;
        try
        {
            foreach (var task in archive.ReadTasks(cancellationToken))
            {
                tasks++;
                Timeline.Add(task);
                Calls.Add(task);
                Tokens.Add(task);
                Waste.Add(task);
                TaskLatencies.Add(task);
                Failures.Add(task);
                Endpoints.Add(task);
                picker.Add(task);
            }
        }
        catch (RunStoreException e)
        {
            Missing.Add($"{e.Message} Charts include only the first {tasks:N0} saved tasks.");
        }

        return tasks;
    }

    private void ReadRest(RunArchive archive, ExamplePicker picker)
    {
        try
        {
            ChunkGaps = GapsOf(archive);
            Servers = archive.ReadServerSamples();
            Snapshots = archive.ReadSnapshots();
            var rows = Summary
                .Strategies.Where(row => !row.IsBaseline)
                .OrderByDescending(row => row.Calls?.Mean)
                .Select(RowKey.Of)
                .ToList();
            var picks = picker
                .Select()
                .OrderBy(pick => rows.IndexOf(pick.Row) is >= 0 and var at ? at : int.MaxValue)
                .GroupBy(pick => pick.Row)
                .ToList();
            RowsWithoutExamples = Math.Max(0, picks.Count - MaxRowsWithExamples);
            Examples =
            [
                .. picks
                    .Take(MaxRowsWithExamples)
                    .SelectMany(group => group)
                    .Select(pick => (pick, archive.ReadTask(pick.Id, pick.Attempt)!))
                    .Where(example => example.Item2 is not null),
            ];
        }
        catch (RunStoreException e)
        {
            Missing.Add($"{e.Message} No example tasks are shown.");
        }
    }

    private static LogLinearHistogram? GapsOf(RunArchive archive)
    {
        var gaps = new LogLinearHistogram();
        foreach (var (_, histogram) in archive.ReadChunkGaps().Where(pair => pair.Key is { InWindow: true, IsBaseline: false }))
        {
            gaps.Merge(histogram);
        }

        return gaps.Count > 0 ? gaps : null;
    }
}
