using AgentLoad.Measurement.Sweeps;
using Spectre.Console;

namespace AgentLoad.Client.Reports;

/// <summary>A sweep's result for a terminal.</summary>
internal static class SweepText
{
    public static void Render(SweepResult result, IAnsiConsole console, string file)
    {
        var page = new Page(console);
        page.Line("");
        page.Line($"{(result.Simulated ? "SIMULATED · " : "")}{result.Name}: {Headline(result)}", new Style(decoration: Decoration.Bold));
        foreach (var slo in result.Slos) page.Line($"SLO {slo}");
        if (result.GaveIn is { } part) page.Wrapped($"Gave in first: {part}");
        foreach (var note in result.Notes) page.Wrapped($"NOTE: {note}", new Style(Color.Red, decoration: Decoration.Bold));
        var hasCache = result.Steps.Any(step => step.KvCacheUse is not null);
        var table = new TextTable([result.Unit, "tasks/s done", "p50", "p95", "in queue", .. hasCache ? ["KV cache"] : Array.Empty<string>(), "failed", "verdict"]);
        foreach (var step in result.Steps.OrderBy(step => step.Level))
        {
            table.Add([
                Figures.Number(step.Level), Figures.Number(step.TasksPerSecond), Figures.Seconds(step.LatencyP50Seconds), Figures.Seconds(step.LatencyP95Seconds),
                Figures.Seconds(step.CriticalPath?.ServerQueueSeconds), .. hasCache ? [Figures.Percent(step.KvCacheUse)] : Array.Empty<string>(),
                Figures.Percent(step.ErrorRate), Verdict(step)]);
        }

        page.Table(table, lastIsText: true);
        if (result.Steps.Any(step => !step.Decided)) page.Line("? could be chance: give the steps more time with --step-time");
        page.Line("");
        page.Whole($"Saved in {Plain.Of(file)}");
    }

    private static string Headline(SweepResult result) => (result.Knee, result.FirstFailed) switch
    {
        ({ } knee, { } failed) => $"the knee is at {Figures.Number(knee)} {result.Unit}; {Figures.Number(failed)} no longer meet the SLO",
        ({ } knee, null) => $"{Figures.Number(knee)} {result.Unit} still meet the SLO; no level failed",
        (null, { } failed) => $"not even {Figures.Number(failed)} {result.Unit} meet the SLO",
        _ => "nothing was measured",
    };

    private static string Verdict(SweepStep step) =>
        (step.Met ? "met" : step.Invalid.Count > 0 ? "INVALID" : step.Saturated ? "saturated" : "missed") + (step.Decided ? "" : " ?");
}
