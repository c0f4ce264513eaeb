using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Client.Reports;

/// <summary>Tables that compare strategies: cost per task and critical path.</summary>
internal static class StrategyTables
{
    public static TextTable Cost(RunSummary summary)
    {
        var table = new TextTable("mean per task", "tasks", "solved (95%)", "calls", "tokens", "× one call");
        foreach (var row in InOrder(summary))
        {
            table.Add(
                NameOf(row, summary),
                NumberFormat.Count(row.Tasks),
                NumberFormat.Interval(row.Solved),
                NumberFormat.Number(row.Calls?.Mean),
                NumberFormat.Number(row.TotalTokens?.Mean),
                row.IsBaseline ? "" : NumberFormat.Interval(row.Amplification?.TotalTokens)
            );
        }

        return table;
    }

    /// <summary>Returns the percentiles of the task latency; with failed and cut-off tasks, the adjusted ones.</summary>
    public static TextTable Latency(RunSummary summary)
    {
        var table = new TextTable("task latency", "p50", "p90", "p95", "p99", "max");
        foreach (var row in InOrder(summary))
        {
            var latency = row.LatencySeconds;
            table.Add(
                NameOf(row, summary),
                NumberFormat.Seconds(latency?.P50),
                NumberFormat.Tail(latency, 0.90, d => d.P90),
                NumberFormat.Tail(latency, 0.95, d => d.P95),
                NumberFormat.Tail(latency, 0.99, d => d.P99),
                NumberFormat.Seconds(latency?.Max)
            );
            if (row.AdjustedLatencySeconds is { } adjusted)
            {
                table.Add(
                    $"! {NumberFormat.Count(adjusted.Unbounded)} of {NumberFormat.Count(adjusted.Count)} failed or cut off",
                    NumberFormat.Adjusted(adjusted.P50),
                    NumberFormat.Adjusted(adjusted.P90),
                    NumberFormat.Adjusted(adjusted.P95),
                    NumberFormat.Adjusted(adjusted.P99),
                    NumberFormat.Adjusted(null)
                );
            }
        }

        return table;
    }

    public static TextTable Time(RunSummary summary)
    {
        var table = new TextTable("mean per task", "path", "parallel", "wasted", "re-sent", "critical path components");
        foreach (var row in InOrder(summary))
        {
            table.Add(
                NameOf(row, summary),
                NumberFormat.Seconds(row.CriticalPathSeconds?.Mean),
                row.Parallelism is { } parallelism ? $"×{NumberFormat.Number(parallelism.Mean)}" : NumberFormat.Missing,
                NumberFormat.Percent(row.WastedShare),
                NumberFormat.Percent(row.ResentShare),
                SplitOf(row.CriticalPathMean)
            );
        }

        return table;
    }

    /// <summary>Returns the mean scores on one line; null if no answer was partly correct.</summary>
    public static string? Scores(RunSummary summary)
    {
        var partial = InOrder(summary)
            .Where(row => NumberFormat.IsPartial(row.Score, row.Solved))
            .Select(row => $"{NameOf(row, summary)} {NumberFormat.Interval(row.Score)}")
            .ToArray();
        return partial.Length == 0 ? null : $"mean score (95%), 0 to 1: {string.Join(", ", partial)}";
    }

    /// <summary>Returns the rows by problem: baseline first, then by ascending mean tokens.</summary>
    private static IEnumerable<StrategyRow> InOrder(RunSummary summary) =>
        summary
            .Strategies.OrderBy(row => row.Problem, StringComparer.Ordinal)
            .ThenByDescending(row => row.IsBaseline)
            .ThenBy(row => row.TotalTokens?.Mean);

    private static string NameOf(StrategyRow row, RunSummary summary)
    {
        var problem = summary.Strategies.Any(other => other.Problem != row.Problem) ? $" · {row.Problem}" : "";
        var group = row.Group == row.Strategy || row.IsBaseline ? "" : $"{row.Group}: ";
        return TerminalText.Truncate(
            TerminalText.Sanitize(row.IsBaseline ? $"one call{problem} *" : $"{group}{row.Strategy}{problem}"),
            30
        );
    }

    private static string SplitOf(CriticalPathSplit? split)
    {
        if (split is not { TotalSeconds: > 0 })
        {
            return NumberFormat.Missing;
        }

        (string Name, double Seconds)[] parts =
        [
            ("decode", split.DecodeSeconds),
            ("prefill", split.PrefillSeconds),
            ("queue", split.ServerQueueSeconds),
            ("load", split.LoadSeconds),
            ("tools", split.ToolSeconds),
            ("joins", split.JoinSeconds),
            ("client", split.ClientQueueSeconds),
            ("network", split.OtherSeconds),
            ("server (not split), to first token", split.ToFirstTokenSeconds),
            ("server (not split), after first token", split.AfterFirstTokenSeconds),
        ];
        var shown = parts.Where(part => part.Seconds >= 0.005 * split.TotalSeconds).OrderByDescending(part => part.Seconds);
        return string.Join(" ", shown.Select(part => $"{part.Name} {part.Seconds / split.TotalSeconds * 100:F0}%"));
    }
}
