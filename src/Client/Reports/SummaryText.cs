using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Statistics;
using Spectre.Console;

namespace AgentLoad.Client.Reports;

/// <summary>A run's summary for a terminal, fit to be pasted: at the console's width, without escapes where it is no terminal.</summary>
public static class SummaryText
{
    private static readonly Style Title = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(Color.Grey);
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);

    /// <summary>Writes the summary.</summary>
    /// <param name="summary">What to say.</param>
    /// <param name="console">Where; its profile's width is kept.</param>
    /// <param name="folder">The run's folder, named at the end; null where nothing was saved.</param>
    public static void Render(RunSummary summary, IAnsiConsole console, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(console);
        var page = new Page(console);
        Verdict(summary, page);
        Strategies(summary, page);
        Calls(summary, page);
        Totals(summary, page);
        if (folder is not null)
        {
            page.Line("");
            // A path is not cropped: it is there to be copied.
            page.Whole($"Saved in {Plain.Of(folder)}");
            page.Line("Look further: agentload summary FOLDER · sqlite3 FOLDER/run.db .schema", Dim);
        }
    }

    private static void Verdict(RunSummary summary, Page page)
    {
        var simulated = summary.Run.Simulated ? "SIMULATED · " : "";
        page.Line("");
        page.Line(
            $"{simulated}{summary.Run.Name}: {Figures.Count(summary.Tasks.Ended)} tasks, {Figures.Count(summary.Calls.Count + summary.Calls.BaselineCount)} calls by {Figures.Count(summary.Run.Agents)} agents in {Figures.Seconds(summary.Run.DurationSeconds)}",
            Title
        );
        foreach (var endpoint in summary.Run.Endpoints)
        {
            page.Line($"{endpoint.Model} at {endpoint.Url} ({endpoint.Api}{(endpoint.Simulated ? ", simulated, no GPU" : "")})", Dim);
        }

        if (summary.Run.OpenLoop)
        {
            page.Line("open loop: tasks arrive by a schedule, whatever the servers do", Dim);
        }

        foreach (var reason in summary.Invalid)
        {
            page.Wrapped($"INVALID: {reason}", Bad);
        }

        foreach (var reason in summary.Degraded)
        {
            page.Wrapped($"DEGRADED: {reason}", Bad);
        }

        foreach (var slo in summary.Slos)
        {
            page.Wrapped(SloText.Of(slo), slo.Met ? Good : Bad);
        }
    }

    private static void Strategies(RunSummary summary, Page page)
    {
        if (summary.Strategies.Count == 0)
        {
            return;
        }

        page.Table(StrategyTables.Cost(summary), lastIsText: false);
        if (StrategyTables.Scores(summary) is { } scores)
        {
            page.Wrapped(scores);
        }

        page.Table(StrategyTables.Time(summary), lastIsText: true);
        if (summary.Strategies.Any(row => row.IsBaseline))
        {
            page.Line("* one direct call on the same problems, to compare with", Dim);
        }
    }

    private static void Calls(RunSummary summary, Page page)
    {
        var calls = summary.Calls;
        var table = new TextTable(summary.Valid ? "per call" : "per call (INVALID)", "p50", "p95", "p99", "max");
        var uncertified = false;
        foreach (
            var (name, distribution) in new (string, Distribution?)[]
            {
                ("time to first token", calls.TtftSeconds),
                ("gap between chunks", calls.ChunkGapSeconds),
                ("time per token", calls.TpotSeconds),
                ("latency", calls.LatencySeconds),
                ("effective latency", summary.Run.OpenLoop ? calls.EffectiveLatencySeconds : null),
                ("wait in server queue", calls.ServerQueueSeconds),
            }
        )
        {
            if (distribution is null)
            {
                continue;
            }

            uncertified |= !distribution.P99Certified;
            table.Add(
                name,
                Figures.Seconds(distribution.P50),
                Figures.Tail(distribution, 0.95, d => d.P95),
                Figures.Tail(distribution, 0.99, d => d.P99),
                Figures.Seconds(distribution.Max)
            );
        }

        page.Table(table, lastIsText: false);
        if (uncertified)
        {
            page.Line("~ too few samples for 99% confidence", Dim);
        }
    }

    private static void Totals(RunSummary summary, Page page)
    {
        var (throughput, calls) = (summary.Throughput, summary.Calls);
        page.Line("");
        page.Wrapped($"Tasks    {Counts(summary.Tasks.ByState)}");
        page.Wrapped($"Calls    {Counts(calls.ByOutcome)}, {Figures.Percent(calls.ErrorRate)} failed");
        foreach (var line in BudgetLines.Of(summary))
        {
            page.Wrapped(line);
        }

        if (calls.ImageTokens is { } images)
        {
            page.Wrapped(
                $"Images   {Figures.Number(images.Mean)} prompt tokens an image, the prompt's text included, over {Figures.Count(images.Count)} calls with images"
            );
        }

        page.Wrapped(
            $"Load     {Figures.Number(throughput.TasksPerHour)} tasks/h, {Figures.Number(throughput.CallsPerSecond)} calls/s, {Figures.Number(throughput.PromptTokensPerSecond)} prompt + {Figures.Number(throughput.CompletionTokensPerSecond)} completion tokens/s, {Figures.Number(throughput.TokensPerDay)} tokens/day"
        );
        page.Wrapped(
            $"Goodput  {Figures.Number(summary.Goodput.TasksPerHour)} tasks/h, {Figures.Number(summary.Goodput.CallsPerSecond)} calls/s"
        );
        if (summary.Client is { } client)
        {
            page.Wrapped(
                $"Client   CPU {Figures.Percent(client.CpuShare)} of {client.Cores} cores, GC pauses {Figures.Percent(client.GcPauseShare)} of the time, schedule delay p99 {Figures.Tail(calls.ScheduleDelaySeconds, 0.99, d => d.P99)}"
            );
        }

        foreach (var line in ServerLines.Of(summary))
        {
            page.Wrapped(line);
        }
    }

    private static string Counts<T>(IReadOnlyDictionary<T, long> counts)
        where T : struct, Enum
    {
        var some = counts.Where(pair => pair.Value > 0).OrderByDescending(pair => pair.Value);
        var text = string.Join(", ", some.Select(pair => $"{Figures.Count(pair.Value)} {Words.Of(pair.Key.ToString())}"));
        return text.Length == 0 ? "none" : text;
    }
}
