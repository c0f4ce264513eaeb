using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Client.Reports;

/// <summary>Strategies side by side: what a task costs, and where its time goes.</summary>
internal static class StrategyTables
{
    public static TextTable Cost(RunSummary summary)
    {
        var table = new TextTable("mean per task", "tasks", "solved (95%)", "calls", "tokens", "tokens × one call");
        foreach (var row in summary.Strategies)
        {
            table.Add(
                NameOf(row, summary), Figures.Count(row.Tasks), Figures.Interval(row.Solved), Figures.Number(row.Calls?.Mean),
                Figures.Number(row.TotalTokens?.Mean), row.IsBaseline ? "" : Figures.Interval(row.Amplification?.TotalTokens));
        }

        return table;
    }

    public static TextTable Time(RunSummary summary)
    {
        var table = new TextTable("mean per task", "path", "parallel", "wasted", "re-sent", "critical path spent on");
        foreach (var row in summary.Strategies)
        {
            table.Add(
                NameOf(row, summary), Figures.Seconds(row.CriticalPathSeconds?.Mean),
                row.Parallelism is { } parallelism ? $"×{Figures.Number(parallelism.Mean)}" : Figures.Missing,
                Figures.Percent(row.WastedShare), Figures.Percent(row.ResentShare), SplitOf(row.CriticalPathMean));
        }

        return table;
    }

    private static string NameOf(StrategyRow row, RunSummary summary)
    {
        var group = summary.Strategies.Any(other => other.Group != row.Group) ? $"{row.Group}/" : "";
        var problem = summary.Strategies.Any(other => other.Problem != row.Problem) ? $"{row.Problem}/" : "";
        return Plain.Crop(Plain.Of($"{group}{problem}{row.Strategy}"), 30) + (row.IsBaseline ? " *" : "");
    }

    private static string SplitOf(CriticalPathSplit? split)
    {
        if (split is not { TotalSeconds: > 0 }) return Figures.Missing;
        (string Name, double Seconds)[] parts =
        [
            ("decode", split.DecodeSeconds), ("prefill", split.PrefillSeconds), ("queue", split.ServerQueueSeconds), ("load", split.LoadSeconds),
            ("tools", split.ToolSeconds), ("joins", split.JoinSeconds), ("client", split.ClientQueueSeconds), ("network", split.OtherSeconds),
        ];
        var shown = parts.Where(part => part.Seconds >= 0.005 * split.TotalSeconds).OrderByDescending(part => part.Seconds);
        return string.Join(" ", shown.Select(part => $"{part.Name} {part.Seconds / split.TotalSeconds * 100:F0}%"));
    }
}
