using System.Text.RegularExpressions;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Sweeps;
using Spectre.Console;

namespace AgentLoad.Client.Reports;

/// <summary>A sweep's result for a terminal.</summary>
internal static partial class SweepText
{
    private static readonly string[] Shown = ["task.latency:p50", "task.latency:p95", "call.errors:rate"];

    public static void Render(SweepResult result, IAnsiConsole console, string file)
    {
        var page = new Page(console);
        page.Line("");
        page.Wrapped(
            $"{(result.Simulated ? "SIMULATED · " : "")}{result.Name}: {Headline(result)}",
            new Style(decoration: Decoration.Bold)
        );
        foreach (var endpoint in result.Endpoints)
        {
            page.Line($"{endpoint.Model} at {endpoint.Url} ({endpoint.Api}{(endpoint.Simulated ? ", simulated, no GPU" : "")})");
        }

        foreach (var slo in result.Slos)
        {
            page.Line($"SLO {slo}");
        }

        if (Confidence(result) is { } confidence)
        {
            page.Wrapped(confidence);
        }

        if (result.LimitingResource is { } part)
        {
            page.Wrapped($"Gave in first: {part}{Evidence(result, part)}");
        }

        foreach (var note in result.Notes)
        {
            page.Wrapped($"NOTE: {note}", new Style(Color.Red, decoration: Decoration.Bold));
        }

        page.Table(Curve(result), lastIsText: false);
        if (result.Steps.Any(IsChance))
        {
            page.Line("? could be chance: give the steps more time with --step-time");
        }

        page.Line("");
        page.Whole($"Saved in {Plain.Of(file)}");
    }

    /// <summary>The verdict on a step in one word, marked where it could be chance.</summary>
    public static string Verdict(SweepStep step) =>
        (
            step.Invalid.Count > 0 ? "INVALID"
            : step.Met ? "met"
            : step.TooManyFailures ? "failing"
            : step.Saturated ? "saturated"
            : "missed"
        ) + (IsChance(step) ? " ?" : "");

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
                Figures.Number(step.Level),
                Verdict(step),
                Figures.Number(step.TasksPerSecond),
                Figures.Seconds(step.LatencyP50Seconds),
                Figures.Seconds(step.LatencyP95Seconds),
                .. clauses.Select(i => SloText.ValueOf(step.Slos[i])),
                Figures.Percent(step.ErrorRate),
                Figures.Seconds(step.CriticalPath?.ServerQueueSeconds),
                .. hasCache ? [Figures.Percent(step.KvCacheUsage)] : Array.Empty<string>(),
            ]);
        }

        return table;
    }

    private static string Headline(SweepResult result)
    {
        var (unit, goal) = (result.Unit, result.Slos.Count > 0 ? "meet the SLO" : "are kept up with");
        var knee = Figures.Number(result.Knee);
        var text = result switch
        {
            { Knee: null, FirstFailed: null, ClientLimited: { } client } =>
                $"nothing is known of the server: at {Figures.Number(client)} {unit} the client gave in",
            { Knee: null, FirstFailed: { } failed } => $"not even {Figures.Number(failed)} {unit} {goal}",
            { Knee: null } => "nothing was measured",
            { FirstFailed: null, ClientLimited: { } client } =>
                $"at least {knee} {unit} {goal}; at {Figures.Number(client)} the client gave in, not the server",
            { FirstFailed: { } failed, ClientLimited: not null } =>
                $"the knee lies between {knee} and {Figures.Number(failed)} {unit}; what was tried between them was disturbed",
            { FirstFailed: { } failed } => $"the knee is at {knee} {unit}; {Figures.Number(failed)} no longer {goal}",
            _ => $"{knee} {unit} still {goal}; no level failed",
        };
        return (result.Complete ? "" : "not finished; so far ") + OneAgent().Replace(text, "1 agent");
    }

    /// <summary>How sure the two sides of the knee are.</summary>
    private static string? Confidence(SweepResult result)
    {
        if (result is not { Knee: { } knee, FirstFailed: { } failed })
        {
            return null;
        }

        var chance = new[] { knee, failed }
            .Where(level => result.Steps.Last(step => step.Level == level) is { Conclusive: false })
            .Select(level => Figures.Number(level))
            .ToArray();
        var sure =
            chance.Length == 0
                ? "both verdicts hold with 95 % confidence"
                : $"the verdict at {string.Join(" and at ", chance)} could be chance";
        var apart = failed / knee;
        return $"Known to {(apart < 1.5 ? Figures.Percent(apart - 1) : $"a factor of {Figures.Number(apart)}")}: {sure}.";
    }

    private static string Evidence(SweepResult result, string part)
    {
        var failed = result.FirstFailed ?? result.ClientLimited;
        if (part == BottleneckFinder.KvCache)
        {
            return $", {Figures.Percent(result.Steps.LastOrDefault(step => step.Level == failed)?.KvCacheUsage)} full at {Figures.Number(failed)} {result.Unit}";
        }

        var after = BottleneckFinder.CriticalPathSeconds(part, result.Steps.LastOrDefault(step => step.Level == failed));
        var before = BottleneckFinder.CriticalPathSeconds(part, result.Steps.LastOrDefault(step => step.Level == result.Knee));
        return after is null || result.FirstFailed is null
            ? ""
            : $", {Figures.Seconds(after)} of a task's critical path at {Figures.Number(failed)} {result.Unit}{(before is null ? "" : $", {Figures.Seconds(before)} at {Figures.Number(result.Knee)}")}";
    }

    private static string Short(string clause) =>
        SloClause.TryParse(clause, out var parsed, out _)
            ? $"{parsed.Metric.Name[(parsed.Metric.Name.IndexOf('.', StringComparison.Ordinal) + 1)..]} {clause.Split(':')[1]}"
            : clause;

    [GeneratedRegex(@"\b1 agents\b")]
    private static partial Regex OneAgent();

    private static bool IsChance(SweepStep step) => !step.Conclusive && step.Invalid.Count == 0;
}
