using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Reports;

/// <summary>Names the tasks and calls that figures are about: the whole run, or the measured window.</summary>
internal static class PopulationText
{
    /// <summary>Describes the whole run: "20 tasks and 20 baseline tasks, 412 calls by 6 agents in 12.3 s (whole run)".</summary>
    public static string WholeRun(RunSummary summary)
    {
        var tasks = summary.Tasks;
        var baseline = tasks.Baseline > 0 ? $" and {NumberFormat.Count(tasks.Baseline)} baseline tasks" : "";
        return $"{Tasks(tasks.Ended - tasks.Baseline)}{baseline}, "
            + $"{NumberFormat.Count(summary.Totals.Calls + summary.BaselineTotals.Calls)} calls by "
            + $"{NumberFormat.Count(summary.Run.Agents)} agents in {NumberFormat.Seconds(summary.Run.DurationSeconds)} (whole run)";
    }

    /// <summary>Describes the tasks that began in the window, and how many of them were cut off.</summary>
    public static string TasksOfWindow(RunSummary summary)
    {
        var window = summary.Tasks.Window;
        var baseline = summary.Strategies.Where(row => row.IsBaseline).Sum(row => row.Tasks);
        var direct = baseline > 0 ? $", and {NumberFormat.Count(baseline)} baseline tasks (*)" : "";
        var failed = summary.Strategies.Where(row => !row.IsBaseline).Sum(Failed);
        var failures = failed > 0 ? $" {NumberFormat.Count(failed)} failed: latencies marked ! count them as slower than every other." : "";
        var cutOff =
            window.CutOff > 0
                ? $" {NumberFormat.Count(window.CutOff)} were cut off when the run ended: they count as not solved and as slower than "
                    + "every bound, and their cost is not included."
                : "";
        return $"{Tasks(window.Began)} began in the measured window ({Span(summary.Run)}){direct}.{failures}{cutOff}";
    }

    /// <summary>Describes the calls that ended in the window.</summary>
    public static string CallsOfWindow(RunSummary summary) =>
        $"{NumberFormat.Count(summary.Calls.Count)} calls ended in the measured window"
        + (summary.Tasks.Baseline > 0 ? ", without the baseline." : ".");

    /// <summary>Describes the throughput of the window.</summary>
    public static string Rates(RunSummary summary)
    {
        var throughput = summary.Throughput;
        var estimated = summary.Calls.EstimatedTokenShare is > 0 and var share ? $" ({NumberFormat.Percent(share)} estimated)" : "";
        var perDay = throughput.TokensPerDay is { } tokens ? $", {NumberFormat.Number(tokens)} tokens/day{estimated}" : "";
        return $"Load     {NumberFormat.Number(throughput.TasksPerHour)} tasks/h, {NumberFormat.Number(throughput.CallsPerSecond)} "
            + $"calls/s, {NumberFormat.Number(throughput.PromptTokensPerSecond)} prompt + "
            + $"{NumberFormat.Number(throughput.CompletionTokensPerSecond)} completion tokens/s{estimated}{perDay} (ended in the window)";
    }

    private static long Failed(StrategyRow row) => row.ByState[TaskState.Failed] + row.ByState[TaskState.Lost];

    private static string Tasks(long count) => $"{NumberFormat.Count(count)} {(count == 1 ? "task" : "tasks")}";

    private static string Span(RunFacts run) =>
        $"{NumberFormat.Seconds(run.WindowStartSeconds)} to {NumberFormat.Seconds(run.WindowEndSeconds)}";
}
