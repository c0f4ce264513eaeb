using System.Text.RegularExpressions;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Sweeps;
using Spectre.Console;

namespace AgentLoad.Client.Reports;

/// <summary>Writes the result of a sweep to a console.</summary>
internal static partial class SweepText
{
    private static readonly string[] Shown = ["task.latency:p50", "task.latency:p95", "call.errors:rate"];

    public static void Render(SweepResult result, IAnsiConsole console, string file)
    {
        var page = new ConsoleWriter(console);
        page.WriteLine("");
        page.WriteWrapped(
            $"{(result.Simulated ? "SIMULATED · " : "")}{result.Name}: {Headline(result)}",
            new Style(decoration: Decoration.Bold)
        );
        foreach (var endpoint in result.Endpoints)
        {
            page.WriteLine($"{endpoint.Model} at {endpoint.Url} ({endpoint.Api}{(endpoint.Simulated ? ", simulated, no GPU" : "")})");
        }

        foreach (var slo in result.Slos)
        {
            page.WriteLine($"SLO {slo}");
        }

        if (Confidence(result) is { } confidence)
        {
            page.WriteWrapped(confidence);
        }

        if (result.LimitingResource is { } part)
        {
            page.WriteWrapped($"Bottleneck: {part}{Evidence(result)}");
        }

        foreach (var note in result.Notes)
        {
            page.WriteWrapped($"NOTE: {note}", new Style(Color.Red, decoration: Decoration.Bold));
        }

        page.WriteTable(Curve(result), lastIsText: false);
        Growth(result, page);
        if (result.Steps.Any(IsChance))
        {
            page.WriteLine("? could be chance: increase --step-time");
        }

        if (result.Steps.Any(step => step.CutOffTasks > 0))
        {
            page.WriteWrapped("∞ tasks were cut off at the end of the step and count as slower than every bound: increase --step-time");
        }

        page.WriteLine("");
        page.WriteUntruncated($"Saved in {TerminalText.Sanitize(file)}");
    }

    /// <summary>Returns the verdict on a step in one word, marked with ? if it could be chance.</summary>
    public static string Verdict(SweepStep step) =>
        (
            step.Invalid.Count > 0 ? "INVALID"
            : step.Met ? "met"
            : step.TooManyFailures ? "failing"
            : step.Saturated ? "saturated"
            : "missed"
        ) + (IsChance(step) ? " ?" : "");

    /// <summary>Returns a percentile of the task latency; infinite if it lies among tasks that were cut off.</summary>
    public static string LatencyText(SweepStep step, double? seconds) =>
        step.CutOffTasks > 0 ? NumberFormat.Adjusted(seconds) : NumberFormat.Seconds(seconds);

    private static void Growth(SweepResult result, ConsoleWriter page)
    {
        var laws = SweepGrowth.Of(result).Where(growth => !LawText.IsConstant(growth.Law)).ToArray();
        if (laws.Length == 0)
        {
            return;
        }

        var table = new TextTable($"growth with {result.Unit}", "R²", "fit");
        foreach (var (metric, law) in laws)
        {
            table.Add(
                LawText.Of(metric, [result.Unit == "agents" ? "agents" : "rate"], law),
                law.RSquared.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture),
                LawText.FitOf(law)
            );
        }

        page.WriteTable(table, lastIsText: true);
    }

    private static TextTable Curve(SweepResult result)
    {
        var hasCache = result.Steps.Any(step => step.KvCacheUsage is not null);
        var clauses = Enumerable
            .Range(0, result.Slos.Count)
            .Where(i => !Shown.Any(known => result.Slos[i].StartsWith(known, StringComparison.Ordinal)))
            .ToArray();
        var table = new TextTable([
            result.Unit,
            "verdict",
            "done/s",
            "task p50",
            "p95",
            .. clauses.Select(i => Short(result.Slos[i])),
            "failed",
            "in queue",
            .. hasCache ? ["KV cache"] : Array.Empty<string>(),
        ]);
        foreach (var step in result.Steps.OrderBy(step => step.Level))
        {
            table.Add([
                NumberFormat.Number(step.Level),
                Verdict(step),
                NumberFormat.Number(step.TasksPerSecond),
                LatencyText(step, step.LatencyP50Seconds),
                LatencyText(step, step.LatencyP95Seconds),
                .. clauses.Select(i => SloText.ValueOf(step.Slos[i])),
                NumberFormat.Percent(step.ErrorRate),
                NumberFormat.Seconds(step.ServerQueueSeconds),
                .. hasCache ? [NumberFormat.Percent(step.KvCacheUsage)] : Array.Empty<string>(),
            ]);
        }

        return table;
    }

    /// <summary>Returns the verdict on the sweep in one sentence.</summary>
    public static string Headline(SweepResult result)
    {
        var (unit, goal) = (result.Unit, result.Slos.Count > 0 ? "meet the SLO" : "are sustained");
        var knee = NumberFormat.Number(result.Knee);
        var text = result switch
        {
            { Knee: null, FirstFailed: null, ClientLimited: { } client } =>
                $"no result for the server: the load generator was saturated at {NumberFormat.Number(client)} {unit}",
            { Knee: null, FirstFailed: { } failed } => $"not even {NumberFormat.Number(failed)} {unit} {goal}",
            { Knee: null } => "no measurements",
            { FirstFailed: null, ClientLimited: { } client } =>
                $"at least {knee} {unit} {goal}; at {NumberFormat.Number(client)} the load generator was saturated, not the server",
            { FirstFailed: { } failed, ClientLimited: not null } =>
                $"the knee lies between {knee} and {NumberFormat.Number(failed)} {unit}; steps in between were invalid",
            { FirstFailed: { } failed } => $"the knee is at {knee} {unit}; {NumberFormat.Number(failed)} no longer {goal}",
            _ => $"{knee} {unit} still {goal}; no level failed",
        };
        return (result.Complete ? "" : "not finished; so far ") + OneAgent().Replace(text, "1 agent");
    }

    /// <summary>Returns the confidence in the two levels around the knee; null if there is no knee.</summary>
    public static string? Confidence(SweepResult result)
    {
        if (result is not { Knee: { } knee, FirstFailed: { } failed })
        {
            return null;
        }

        var chance = new[] { knee, failed }
            .Where(level => result.Steps.Last(step => step.Level == level) is { Conclusive: false })
            .Select(level => NumberFormat.Number(level))
            .ToArray();
        var sure =
            chance.Length == 0
                ? "both verdicts hold with 95 % confidence"
                : $"the verdict at {string.Join(" and at ", chance)} could be chance";
        var apart = failed / knee;
        return $"Known to {(apart < 1.5 ? NumberFormat.Percent(apart - 1) : $"a factor of {NumberFormat.Number(apart)}")}: {sure}.";
    }

    /// <summary>Returns what shows the limiting resource; empty if there is none.</summary>
    public static string Evidence(SweepResult result)
    {
        if (result.LimitingResource is not { } part)
        {
            return "";
        }

        var failed = result.FirstFailed ?? result.ClientLimited;
        if (part == BottleneckFinder.KvCache)
        {
            return $", {NumberFormat.Percent(result.Steps.LastOrDefault(step => step.Level == failed)?.KvCacheUsage)} full at "
                + $"{NumberFormat.Number(failed)} {result.Unit}";
        }

        var after = BottleneckFinder.CriticalPathSeconds(part, result.Steps.LastOrDefault(step => step.Level == failed));
        var before = BottleneckFinder.CriticalPathSeconds(part, result.Steps.LastOrDefault(step => step.Level == result.Knee));
        return after is null || result.FirstFailed is null
            ? ""
            : $", {NumberFormat.Seconds(after)} of a task's critical path at {NumberFormat.Number(failed)} "
                + $"{result.Unit}{(before is null ? "" : $", {NumberFormat.Seconds(before)} at {NumberFormat.Number(result.Knee)}")}";
    }

    /// <summary>Returns the metric and statistic of a clause: "latency p99".</summary>
    public static string Short(string clause) =>
        SloClause.TryParse(clause, out var parsed, out _)
            ? $"{parsed.Metric.Name[(parsed.Metric.Name.IndexOf('.', StringComparison.Ordinal) + 1)..]} {clause.Split(':')[1]}"
            : clause;

    [GeneratedRegex(@"\b1 agents\b")]
    private static partial Regex OneAgent();

    /// <summary>True if the verdict on a step could be chance.</summary>
    public static bool IsChance(SweepStep step) => !step.Conclusive && step.Invalid.Count == 0;
}
