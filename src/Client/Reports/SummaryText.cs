using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Statistics;
using Spectre.Console;

namespace AgentLoad.Client.Reports;

/// <summary>Writes the summary of a run to a console. Output that is redirected contains no escape sequences.</summary>
internal static class SummaryText
{
    private const int MaxMessage = 200;

    private static readonly Style Title = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(Color.Grey);
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);

    /// <summary>Writes the summary.</summary>
    /// <param name="summary">Summary to write.</param>
    /// <param name="console">Console to write to; its profile limits the width.</param>
    /// <param name="folder">Folder of the run, printed at the end; null if the run was not saved.</param>
    public static void Render(RunSummary summary, IAnsiConsole console, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(console);
        var page = new ConsoleWriter(console);
        Verdict(summary, page);
        Strategies(summary, page);
        Calls(summary, page);
        Totals(summary, page);
        if (folder is not null)
        {
            page.WriteLine("");
            // Not truncated, so that the path can be copied.
            page.WriteUntruncated($"Saved in {TerminalText.Sanitize(folder)}");
            var argument = folder.Contains(' ', StringComparison.Ordinal) ? $"'{folder}'" : folder;
            page.WriteUntruncated($"Next: agentload report {TerminalText.Sanitize(argument)}");
        }
    }

    private static void Verdict(RunSummary summary, ConsoleWriter page)
    {
        var simulated = summary.Run.Simulated ? "SIMULATED · " : "";
        page.WriteLine("");
        page.WriteWrapped($"{simulated}{summary.Run.Name}: {PopulationText.WholeRun(summary)}", Title);
        foreach (var endpoint in summary.Run.Endpoints)
        {
            page.WriteLine($"{endpoint.Model} at {endpoint.Url} ({endpoint.Api}{(endpoint.Simulated ? ", simulated, no GPU" : "")})", Dim);
        }

        if (summary.Run.OpenLoop)
        {
            page.WriteLine("open loop: tasks arrive on a schedule, independent of server speed", Dim);
        }

        foreach (var reason in summary.Invalid)
        {
            page.WriteWrapped($"INVALID: {reason}", Bad);
        }

        foreach (var reason in summary.Degraded)
        {
            page.WriteWrapped($"DEGRADED: {reason}", Bad);
        }

        foreach (var slo in summary.Slos)
        {
            page.WriteWrapped(SloText.Of(slo), slo.Met ? Good : Bad);
        }
    }

    private static void Strategies(RunSummary summary, ConsoleWriter page)
    {
        if (summary.Strategies.Count == 0)
        {
            return;
        }

        page.WriteLine("");
        page.WriteWrapped(PopulationText.TasksOfWindow(summary));
        page.WriteTable(StrategyTables.Cost(summary), lastIsText: false);
        if (StrategyTables.Scores(summary) is { } scores)
        {
            page.WriteWrapped(scores);
        }

        page.WriteTable(StrategyTables.Latency(summary), lastIsText: false);
        page.WriteTable(StrategyTables.Time(summary), lastIsText: true);
        if (summary.Strategies.Any(row => row.IsBaseline))
        {
            page.WriteLine("* baseline: one direct call on the same problems", Dim);
        }
        else if (summary.Strategies.All(row => row.Amplification is null))
        {
            page.WriteLine("× one call is not measured: --baseline 10% adds direct calls on the same problems", Dim);
        }
    }

    private static void Calls(RunSummary summary, ConsoleWriter page)
    {
        page.WriteLine("");
        page.WriteWrapped(PopulationText.CallsOfWindow(summary));
        var calls = summary.Calls;
        var table = new TextTable(summary.Valid ? "per call" : "per call (INVALID)", "p50", "p95", "p99", "max");
        Add("TTFT", calls.TtftSeconds, calls.AdjustedTtftSeconds);
        Add("ITL (gap between chunks)", calls.ChunkGapSeconds);
        Add("TPOT", calls.TpotSeconds);
        Add("TPOT, as reported by server", calls.ServerTpotSeconds);
        Add("latency", calls.LatencySeconds, calls.AdjustedLatencySeconds);
        Add("effective latency", summary.Run.OpenLoop ? calls.EffectiveLatencySeconds : null);
        Add("wait in server queue", calls.ServerQueueSeconds);
        page.WriteTable(table, lastIsText: false);
        if (
            new[] { calls.TtftSeconds, calls.ChunkGapSeconds, calls.TpotSeconds, calls.LatencySeconds }.Any(distribution =>
                distribution is { P99Certified: false }
            )
        )
        {
            page.WriteLine("~ too few samples for 99% confidence", Dim);
        }

        if (calls.AdjustedLatencySeconds is not null)
        {
            page.WriteLine("! failed calls count as slower than all others", Dim);
        }

        void Add(string name, Distribution? distribution, AdjustedPercentiles? adjusted = null)
        {
            if (distribution is not null)
            {
                table.Add(
                    name,
                    NumberFormat.Seconds(distribution.P50),
                    NumberFormat.Tail(distribution, 0.95, d => d.P95),
                    NumberFormat.Tail(distribution, 0.99, d => d.P99),
                    NumberFormat.Seconds(distribution.Max)
                );
            }

            if (adjusted is not null)
            {
                table.Add(
                    $"! {name}, failed included",
                    NumberFormat.Adjusted(adjusted.P50),
                    NumberFormat.Adjusted(adjusted.P95),
                    NumberFormat.Adjusted(adjusted.P99),
                    NumberFormat.Adjusted(null)
                );
            }
        }
    }

    private static void Totals(RunSummary summary, ConsoleWriter page)
    {
        var calls = summary.Calls;
        page.WriteWrapped($"Calls    {Counts(calls.ByOutcome)}, {NumberFormat.Percent(calls.ErrorRate)} failed");
        foreach (var failure in summary.FailureMessages)
        {
            var message = TerminalText.Truncate(TerminalText.Sanitize(failure.Message), MaxMessage);
            page.WriteWrapped(
                $"         {EnumText.Of(failure.Outcome.ToString())}: {message} "
                    + $"({NumberFormat.Count(failure.Count)} of {NumberFormat.Count(failure.Total)})"
            );
        }

        if (calls.ByProvenance.GetValueOrDefault(TokenProvenance.Estimated) is > 0 and var estimated)
        {
            page.WriteWrapped(
                $"         token counts of {NumberFormat.Count(estimated)} calls are estimated: the server did not report them"
            );
        }

        page.WriteLine("");
        page.WriteWrapped(
            $"Tasks    {Counts(summary.Tasks.ByState)} (whole run{(summary.Tasks.Baseline > 0 ? ", baseline included" : "")})"
        );
        foreach (var line in BudgetLines.Of(summary))
        {
            page.WriteWrapped(line);
        }

        if (calls.ImageTokens is { } images)
        {
            page.WriteWrapped(
                $"Images   {NumberFormat.Number(images.Mean)} prompt tokens per image, prompt text included, over "
                    + $"{NumberFormat.Count(images.Count)} calls with images"
            );
        }

        if (calls.PromptCache is { } cache)
        {
            page.WriteWrapped(PromptCacheText.Of(cache));
        }

        page.WriteWrapped(PopulationText.Rates(summary));
        page.WriteWrapped(
            $"Goodput  {NumberFormat.Number(summary.Goodput.TasksPerHour)} tasks/h, "
                + $"{NumberFormat.Number(summary.Goodput.CallsPerSecond)} calls/s"
        );
        if (summary.Client is { } client)
        {
            page.WriteWrapped(
                $"Client   CPU {NumberFormat.Percent(client.CpuShare)} of {client.Cores} cores, GC pauses "
                    + $"{NumberFormat.Percent(client.GcPauseShare)} of the time, schedule delay p99 "
                    + $"{NumberFormat.Tail(calls.ScheduleDelaySeconds, 0.99, d => d.P99)}"
            );
        }

        if (summary.Run.NodeInProcess)
        {
            page.WriteWrapped(
                "Node     simulated in this process: it shares the cores, CPU and GC pauses above include it, and its work delays the "
                    + "client. Start 'agentload node' on other cores for accurate times."
            );
        }

        foreach (var line in ServerLines.Of(summary))
        {
            page.WriteWrapped(line);
        }
    }

    private static string Counts<T>(IReadOnlyDictionary<T, long> counts)
        where T : struct, Enum
    {
        var some = counts.Where(pair => pair.Value > 0).OrderByDescending(pair => pair.Value);
        var text = string.Join(", ", some.Select(pair => $"{NumberFormat.Count(pair.Value)} {EnumText.Of(pair.Key.ToString())}"));
        return text.Length == 0 ? "none" : text;
    }
}
