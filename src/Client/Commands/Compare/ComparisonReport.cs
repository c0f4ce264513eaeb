using AgentLoad.Client.Reports;
using AgentLoad.Client.Reports.Export;
using AgentLoad.Client.Reports.Html;
using AgentLoad.Client.Reports.Html.Sections;
using AgentLoad.Client.Reports.Plots;
using AgentLoad.Client.Reports.Tables;

namespace AgentLoad.Client.Commands.Compare;

/// <summary>Report of a comparison.</summary>
internal static class ComparisonReport
{
    private static readonly (string Id, string Name)[] Parts =
    [
        ("verdict", "Verdict"),
        ("differences", "Differences"),
        ("distributions", "Distributions"),
        ("values", "Values"),
        ("definitions", "Definitions"),
    ];

    /// <summary>Returns the tables and plots.</summary>
    public static ReportDocument Document(Comparison comparison) =>
        new(
            $"Comparison of {comparison.Results.Count} {comparison.Kind}",
            [
                .. comparison.Simulated ? [ReportDocument.Simulated] : (string[])[],
                .. comparison.Reasons.Count > 0 ? ["not comparable"] : (string[])[],
            ],
            [.. comparison.Rows.GroupBy(row => row.Row).Select((group, i) => Table(group.Key, [.. group], $"differences-{i + 1}"))],
            [.. ComparisonPlots.Forests(comparison), .. comparison.Plots]
        );

    /// <summary>Returns the page.</summary>
    /// <param name="comparison">Comparison.</param>
    /// <param name="script">Script of the page; null for a page without interaction.</param>
    public static string Page(Comparison comparison, string? script)
    {
        var facts = new Markup();
        for (var i = 0; i < comparison.Results.Count; i++)
        {
            var result = comparison.Results[i];
            facts.Add(
                $"""<p class="facts"><b>{ComparisonText.NameOf(i)}</b> {TerminalText.Sanitize(result.Id)}{(
                    result.Simulated ? " (simulated)" : ""
                )}{(result.Seed is { } seed ? $", seed {seed}" : "")}</p>"""
            );
        }

        return new ReportPage
        {
            Name = "Comparison",
            Kind = comparison.Kind,
            Simulated = comparison.Simulated,
            Badges = comparison.Simulated ? Markup.Of($"""<span class="mark simulated">simulated</span>""") : new Markup(),
            Facts = facts,
            Parts = Parts,
            Body = Markup.Of(
                $"""
                {Verdict(comparison)}{Plots(
                    "differences",
                    "Differences",
                    ComparisonText.Explanation
                        + (comparison.Rows.Any(row => row.Difference.IsPaired) ? " The same problems were compared pairwise." : ""),
                    ComparisonPlots.Forests(comparison)
                )}{Plots(
                    "distributions",
                    comparison.Kind == "runs" ? "Distributions" : "Curves and distributions",
                    "All results on the same axes. Means and percentiles hide where distributions differ.",
                    comparison.Plots
                )}{Values(comparison)}{GlossarySection.Write()}
                """
            ),
            Footer = "",
        }.Write(script);
    }

    private static Markup Verdict(Comparison comparison)
    {
        var notes = new Markup();
        foreach (var reason in comparison.Reasons)
        {
            notes.Add($"""<p class="note invalid"><b>Not comparable</b> {TerminalText.Sanitize(reason)}</p>""");
        }

        foreach (var warning in comparison.Warnings)
        {
            notes.Add($"""<p class="note"><b>Warning</b> {TerminalText.Sanitize(warning)}</p>""");
        }

        if (comparison.Simulated)
        {
            notes.Add(PageParts.SimulatedNote);
        }

        foreach (var fact in comparison.Facts)
        {
            notes.Add($"""<p class="fact">{TerminalText.Sanitize(fact)}</p>""");
        }

        var (better, worse) = (comparison.Rows.Where(Is("better")).ToArray(), comparison.Rows.Where(Is("worse")).ToArray());
        return Markup.Of(
            $"""
            <section id="verdict"><h2 class="verdict">{Headline(comparison, better.Length, worse.Length)}</h2>{notes}{List(
                "Worse",
                "missed",
                worse
            )}{List("Better", "met", better)}</section>
            """
        );
    }

    private static Func<ComparedRow, bool> Is(string verdict) => row => row.Verdict == verdict;

    private static string Headline(Comparison comparison, int better, int worse) =>
        comparison.Rows.Count == 0 ? "No metric could be compared"
        : better + worse == 0 ? $"No significant difference in {comparison.Rows.Count} comparisons"
        : $"{worse} worse and {better} better of {comparison.Rows.Count} comparisons";

    private static Markup? List(string title, string cssClass, ComparedRow[] rows)
    {
        const int MaxShown = 6;
        if (rows.Length == 0)
        {
            return null;
        }

        var items = new Markup();
        foreach (var row in rows.OrderByDescending(row => Math.Abs(row.Difference.Change)).Take(MaxShown))
        {
            items.Add(
                $"""<li><code>{row.Metric} {row.Statistic}</code> {ComparisonText.Change(row)} <span class="spread">{(
                    row.Row.Length == 0 ? "all tasks" : TerminalText.Sanitize(row.Row)
                )}, {ComparisonText.NameOf(row.Run)}: {ComparisonText.Value(row, row.Difference.A)} → {ComparisonText.Value(
                    row,
                    row.Difference.B
                )}</span></li>"""
            );
        }

        return Markup.Of(
            $"""
            <h3 class="{cssClass}">{title}</h3><ul class="found">{items}</ul>{(
                rows.Length > MaxShown ? Markup.Of($"""<p class="foot">and {rows.Length - MaxShown} more, below</p>""") : null
            )}
            """
        );
    }

    private static Markup Plots(string id, string title, string lead, IReadOnlyList<ReportPlot> plots)
    {
        if (plots.Count == 0)
        {
            return new Markup();
        }

        var drawn = new Markup();
        foreach (var plot in plots)
        {
            drawn.Add(plot.Draw());
        }

        return Markup.Of($"""<section id="{id}"><h2>{title}</h2><p class="lead">{lead}</p><div class="pair">{drawn}</div></section>""");
    }

    private static Markup Values(Comparison comparison)
    {
        var tables = new Markup();
        foreach (var group in comparison.Rows.GroupBy(row => row.Row))
        {
            tables.Add(
                PageParts.Fold(
                    group.Key.Length == 0 ? "All tasks and calls" : TerminalText.Sanitize(group.Key),
                    TableMarkup.Draw(Table(group.Key, [.. group], ""))
                )
            );
        }

        return comparison.Rows.Count == 0 ? new Markup() : Markup.Of($"""<section id="values"><h2>Values</h2>{tables}</section>""");
    }

    private static ReportTable Table(string name, ComparedRow[] rows, string id) =>
        new(
            id,
            name.Length == 0 ? "All tasks and calls" : TerminalText.Sanitize(name),
            [
                new("metric", "metric"),
                new("A", "a"),
                new("compared", "compared", IsText: true),
                new("value", "value"),
                new("change (95 %)", "change"),
                new("verdict", "verdict", IsText: true),
            ],
            [
                .. rows.Select(row =>
                    (IReadOnlyList<TableCell>)
                        [
                            TableCell.Of($"{row.Metric} {row.Statistic}"),
                            new(ComparisonText.Value(row, row.Difference.A), row.Difference.A),
                            TableCell.Of(ComparisonText.NameOf(row.Run)),
                            new(ComparisonText.Value(row, row.Difference.B), row.Difference.B),
                            new(ComparisonText.Change(row), row.Difference.Change, row.Difference.Low, row.Difference.High),
                            TableCell.Of(row.Verdict) with
                            {
                                CssClass = row.Verdict switch
                                {
                                    "better" => "met",
                                    "worse" => "missed",
                                    _ => null,
                                },
                            },
                        ]
                ),
            ]
        )
        {
            Notes = [ComparisonText.Explanation],
        };
}
