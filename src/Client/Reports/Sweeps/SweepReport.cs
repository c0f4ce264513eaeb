using System.Globalization;
using AgentLoad.Client.Reports.Export;
using AgentLoad.Client.Reports.Html;
using AgentLoad.Client.Reports.Html.Sections;
using AgentLoad.Client.Reports.Plots;
using AgentLoad.Client.Reports.Tables;
using AgentLoad.Measurement.Sweeps;

namespace AgentLoad.Client.Reports.Sweeps;

/// <summary>Report of a sweep.</summary>
internal static class SweepReport
{
    private static readonly (string Id, string Name)[] Parts =
    [
        ("verdict", "Verdict"),
        ("knee", "Knee"),
        ("throughput", "Throughput and goodput"),
        ("bottleneck", "Bottleneck"),
        ("steps", "Steps and runs"),
        ("growth", "Growth"),
        ("definitions", "Definitions"),
    ];

    /// <summary>Returns the tables and plots.</summary>
    public static ReportDocument Document(SweepResult sweep) =>
        new(
            sweep.Name,
            LabelsOf(sweep),
            [
                .. new[] { SweepTables.Slos(sweep), SweepTables.Steps(sweep), SweepTables.Growth(sweep) }.Where(table =>
                    table.Rows.Count > 0
                ),
            ],
            sweep.Steps.Count == 0
                ? []
                :
                [
                    .. SweepPlots.Knee(sweep),
                    SweepPlots.Throughput(sweep),
                    .. new ReportPlot?[] { SweepPlots.Bottleneck(sweep) }.OfType<ReportPlot>(),
                ]
        );

    /// <summary>Returns the page.</summary>
    /// <param name="sweep">Sweep.</param>
    /// <param name="linkOf">Returns the address of the run of a step, relative to the page; null without a link.</param>
    /// <param name="script">Script of the page; null for a page without interaction.</param>
    public static string Page(SweepResult sweep, Func<SweepStep, string?> linkOf, string? script)
    {
        var started = sweep.StartedUtc?.UtcDateTime.ToString("' · 'yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return new ReportPage
        {
            Name = StrategyRows.Shorten(sweep.Name),
            Kind = "sweep",
            Simulated = sweep.Simulated,
            Badges = Badges(sweep),
            Facts = Markup.Of(
                $"""
                <p class="facts">Sweep{started} · {sweep.Steps.Count} steps by {sweep.Unit}{string.Concat(
                    sweep.Endpoints.Select(endpoint =>
                        $" · {StrategyRows.Shorten(endpoint.Model)} at {TerminalText.Sanitize(endpoint.Url)} ({endpoint.Api}"
                        + $"{(endpoint.Simulated ? ", simulated, no GPU" : "")})"
                    )
                )}</p>
                """
            ),
            Parts = Parts,
            Body = Markup.Of($"{Verdict(sweep)}{Curves(sweep)}{Steps(sweep, linkOf)}{Growth(sweep)}{GlossarySection.Write()}"),
            Footer = "",
        }.Write(script);
    }

    private static IReadOnlyList<string> LabelsOf(SweepResult sweep) =>
        [.. sweep.Simulated ? [ReportDocument.Simulated] : (string[])[], .. sweep.Complete ? [] : (string[])["not finished"]];

    private static Markup Badges(SweepResult sweep)
    {
        var badges = new Markup();
        if (!sweep.Complete)
        {
            badges.Add($"""<span class="mark degraded">not finished</span>""");
        }

        return sweep.Simulated ? badges.Add($"""<span class="mark simulated">simulated</span>""") : badges;
    }

    private static Markup Verdict(SweepResult sweep)
    {
        var notes = new Markup();
        foreach (var note in sweep.Notes)
        {
            notes.Add($"""<p class="note degraded"><b>Note</b> {TerminalText.Sanitize(note)}</p>""");
        }

        if (sweep.Simulated)
        {
            notes.Add($"{PageParts.SimulatedNote}");
        }

        var knee = sweep.Steps.LastOrDefault(step => step.Level == sweep.Knee);
        var figures = KeyFigures.Draw([
            (
                "knee",
                $"knee, {sweep.Unit}",
                NumberFormat.Number(sweep.Knee),
                SweepText.Confidence(sweep) ?? "the highest level that met every SLO"
            ),
            (
                "knee",
                "first failed level",
                NumberFormat.Number(sweep.FirstFailed),
                sweep.FirstFailed is null ? "no level failed" : sweep.Unit
            ),
            ("bottleneck", "bottleneck", sweep.LimitingResource ?? NumberFormat.Missing, SweepText.Evidence(sweep).TrimStart(',', ' ')),
            ("goodput", "goodput at the knee", NumberFormat.Number(knee?.GoodTasksPerSecond), "good tasks per second"),
            (
                "task.latency",
                "task latency p95 at the knee",
                NumberFormat.Seconds(knee?.LatencyP95Seconds),
                $"p50 {NumberFormat.Seconds(knee?.LatencyP50Seconds)}"
            ),
            (
                "throughput",
                "tokens/s at the knee",
                NumberFormat.Number(knee?.TokensPerSecond),
                $"{NumberFormat.Number(knee?.CallsInFlight)} calls in flight"
            ),
        ]);
        var headline = SweepText.Headline(sweep);
        return Markup.Of(
            $"""
            <section id="verdict"><h2 class="verdict{(sweep.Knee is null ? " bad-verdict" : "")}">{char.ToUpperInvariant(headline[0])
                + headline[1..]}</h2>
            {notes}{figures}{TableMarkup.Draw(SweepTables.Slos(sweep))}</section>
            """
        );
    }

    private static Markup Curves(SweepResult sweep)
    {
        if (sweep.Steps.All(step => step.Invalid.Count > 0))
        {
            return new Markup();
        }

        var knee = new Markup();
        foreach (var plot in SweepPlots.Knee(sweep))
        {
            knee.Add(plot.Draw());
        }

        var bottleneck = SweepPlots.Bottleneck(sweep);
        return Markup.Of(
            $"""
            <section id="knee"><h2>Knee{Badges(sweep)}</h2><p class="lead">What the SLOs bound, over the load. The {Glossary.Term("knee")}
            is the highest load that meets every {Glossary.Term("SLO")}.</p><div class="pair">{knee}</div></section>
            <section id="throughput"><h2>Throughput and goodput{Badges(sweep)}</h2><div class="pair">{SweepPlots
                .Throughput(sweep)
                .Draw()}</div></section>
            {(
                bottleneck is null
                    ? null
                    : Markup.Of(
                        $"""
                        <section id="bottleneck"><h2>Bottleneck{Badges(sweep)}</h2><p class="lead">The part of the
                        {Glossary.Term("task.critical_path", "critical path")} that grows with the load is the {Glossary.Term(
                            "bottleneck"
                        )}.</p>{bottleneck.Draw()}</section>
                        """
                    )
            )}
            """
        );
    }

    private static Markup Steps(SweepResult sweep, Func<SweepStep, string?> linkOf)
    {
        var invalid = new Markup();
        foreach (var step in sweep.Steps.Where(step => step.Invalid.Count > 0))
        {
            invalid.Add(
                $"""<p class="note invalid"><b>Invalid at {NumberFormat.Number(step.Level)} {sweep.Unit}</b> """
                    + $"""{TerminalText.Sanitize(string.Join(" ", step.Invalid))}</p>"""
            );
        }

        return sweep.Steps.Count == 0
            ? new Markup()
            : Markup.Of(
                $"""
                <section id="steps"><h2>Steps and runs{Badges(sweep)}</h2>{invalid}{PageParts.Fold(
                    $"{sweep.Steps.Count} steps, each with its run",
                    TableMarkup.Draw(SweepTables.Steps(sweep, linkOf))
                )}</section>
                """
            );
    }

    private static Markup Growth(SweepResult sweep)
    {
        var table = SweepTables.Growth(sweep);
        return table.Rows.Count == 0
            ? new Markup()
            : Markup.Of(
                $"""
                <section id="growth"><h2>Growth{Badges(sweep)}</h2><p class="lead">Laws fitted to the valid levels, each measured once:
                exponents have no interval.</p>{PageParts.Fold($"{table.Rows.Count} laws", TableMarkup.Draw(table))}</section>
                """
            );
    }
}
