using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Runs;
using AgentLoad.Client.Reports.Tables;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Verdict on the run: validity, SLOs and key metrics.</summary>
internal static class VerdictSection
{
    public static Markup Write(ReportData data)
    {
        var summary = data.Summary;
        return Markup.Of(
            $"""
            <section id="verdict"><h2 class="verdict{(
                IsGood(data.Summary) ? " good"
                : IsBad(data.Summary) ? " bad-verdict"
                : ""
            )}">{Verdict(data)}</h2>
            {Notes("invalid", "Invalid", summary.Invalid)}{Notes("degraded", "Degraded", summary.Degraded)}{Notes(
                "missing",
                "Missing",
                data.Missing
            )}
            {(
                summary.Run.Simulated
                    ? PageParts.SimulatedNote
                    : null
            )}
            {KeyFigures(summary)}{TableMarkup.Draw(RunTables.Slos(summary))}</section>
            """
        );
    }

    private static bool IsGood(RunSummary summary) => summary is { Valid: true, SlosMet: true, Slos.Count: > 0 };

    private static bool IsBad(RunSummary summary) => !summary.Valid || !summary.SlosMet;

    private static string Verdict(ReportData data) =>
        data.IsCompleted
            ? Judgement(data.Summary)
            : $"Not finished: {char.ToLowerInvariant(Judgement(data.Summary)[0])}{Judgement(data.Summary)[1..]} so far";

    private static string Judgement(RunSummary summary) =>
        summary switch
        {
            { Valid: false } => "Invalid: do not rely on these metrics",
            { Slos: { Count: > 0 } slos } when slos.Any(slo => !slo.Met) => $"{slos.Count(slo => !slo.Met)} of {slos.Count} SLOs missed",
            { Slos.Count: 1 } => "The SLO is met",
            { Slos: { Count: > 1 } slos } => $"All {slos.Count} SLOs are met",
            { Tasks.Ended: 0 } => "No task ended",
            _ => "No SLO was set",
        };

    private static Markup Notes(string cssClass, string word, IReadOnlyList<string> reasons)
    {
        var notes = new Markup();
        foreach (var reason in reasons)
        {
            notes.Add($"""<p class="note {cssClass}"><b>{word}</b> {TerminalText.Sanitize(reason)}</p>""");
        }

        return notes;
    }

    private static Markup KeyFigures(RunSummary summary)
    {
        var (calls, throughput) = (summary.Calls, summary.Throughput);
        var window = summary.Tasks.Window;
        var figures = new Markup();
        foreach (
            var (term, shown, value, detail) in new[]
            {
                (
                    "task",
                    "tasks began",
                    NumberFormat.Count(window.Began),
                    (window.CutOff > 0 ? $"{NumberFormat.Count(window.CutOff)} cut off; " : "")
                        + $"{NumberFormat.Number(throughput.TasksPerHour)} ended per hour"
                ),
                ("call", "calls ended", NumberFormat.Count(calls.Count), $"{NumberFormat.Number(throughput.CallsPerSecond)} per second"),
                (
                    "task.total_tokens",
                    "tokens",
                    NumberFormat.Number(calls.TotalTokens),
                    $"{NumberFormat.Number(throughput.PromptTokensPerSecond)} prompt + "
                        + $"{NumberFormat.Number(throughput.CompletionTokensPerSecond)} completion per second"
                        + (calls.EstimatedTokenShare is > 0 and var share ? $", {NumberFormat.Percent(share)} estimated" : "")
                ),
                (
                    "call.ttft",
                    "time to first token, p50",
                    NumberFormat.Seconds(calls.TtftSeconds?.P50),
                    $"p99 {NumberFormat.Tail(calls.TtftSeconds, 0.99, d => d.P99)}"
                ),
                (
                    "call.latency",
                    "call latency, p50",
                    NumberFormat.Seconds(calls.LatencySeconds?.P50),
                    $"p99 {NumberFormat.Tail(calls.LatencySeconds, 0.99, d => d.P99)}"
                ),
                ("goodput", "goodput", $"{NumberFormat.Number(summary.Goodput.TasksPerHour)}", "good tasks per hour"),
                (
                    "call.errors",
                    "calls failed",
                    NumberFormat.Percent(calls.ErrorRate),
                    $"{NumberFormat.Count(calls.ByOutcome.Where(pair => pair.Key.IsFailure()).Sum(pair => pair.Value))} calls"
                ),
            }
        )
        {
            figures.Add($"""<div><dt>{Glossary.Term(term, shown)}</dt><dd>{value}<small>{detail}</small></dd></div>""");
        }

        return Markup.Of(
            $"""
            <p class="lead">{PopulationText.TasksOfWindow(summary)} {PopulationText.CallsOfWindow(summary)}</p>
            <dl class="key-figures">{figures}</dl>
            <p class="foot">Whole run: {PopulationText.WholeRun(summary)}.</p>
            """
        );
    }

    /// <summary>Returns the footnote that explains ~.</summary>
    public static Markup Uncertified() =>
        Markup.Of(
            $"""<p class="foot">~ {Glossary.Term("uncertified", "uncertified")}: too few samples for 99 % confidence """
                + $"""({TailCertification.SamplesFor(0.95)} are needed for p95, {TailCertification.SamplesFor(0.99)} for p99)</p>"""
        );
}
