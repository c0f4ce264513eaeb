using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Reports.Export;
using AgentLoad.Client.Reports.Html;
using AgentLoad.Client.Reports.Html.Sections;
using AgentLoad.Client.Reports.Plots;
using AgentLoad.Client.Reports.Tables;

namespace AgentLoad.Client.Reports.Studies;

/// <summary>Report of a study.</summary>
internal static class StudyReport
{
    private static readonly (string Id, string Name)[] Parts =
    [
        ("verdict", "Results"),
        ("solved", "Solved rate and cost"),
        ("amplification", "Amplification"),
        ("load", "Load"),
        ("laws", "Laws"),
        ("grid", "Grid"),
        ("published", "Published values"),
        ("cells", "Cells and runs"),
        ("file", "Study file"),
        ("definitions", "Definitions"),
    ];

    /// <summary>Returns the tables and plots.</summary>
    public static ReportDocument Document(SavedStudy study)
    {
        var (results, groups) = (study.Results, StudyGroup.Of(study.Results));
        return new ReportDocument(
            results.Study.Name,
            LabelsOf(study),
            [
                .. groups.Select((group, i) => StudyTables.Cells(study, group, $"{Prefix(groups, i)}cells")),
                .. results.Study.SweepsAgents ? groups.Select((group, i) => StudyTables.Load(group, $"{Prefix(groups, i)}load")) : [],
                .. new[] { StudyTables.Laws(results), StudyTables.Published(results) }.Where(table => table.Rows.Count > 0),
            ],
            [
                .. groups.SelectMany((group, i) => StudyPlots.Solved(group, Prefix(groups, i))),
                .. groups.SelectMany((group, i) => StudyPlots.Amplification(group, Prefix(groups, i))),
                .. groups.SelectMany((group, i) => StudyPlots.Load(results.Study, group, Prefix(groups, i))),
                .. LawPlots.Of(results).SelectMany(pair => new ReportPlot[] { pair.Law, pair.Residuals }),
                .. StudyGrids.Of(results),
            ]
        );
    }

    /// <summary>Returns the page.</summary>
    /// <param name="study">Study.</param>
    /// <param name="linkOf">Returns the address of the run of a unit, relative to the page; null without a link.</param>
    /// <param name="script">Script of the page; null for a page without interaction.</param>
    public static string Page(SavedStudy study, Func<SavedUnit, string?> linkOf, string? script)
    {
        var (results, groups) = (study.Results, StudyGroup.Of(study.Results));
        var badges = Badges(study);
        return new ReportPage
        {
            Name = StrategyRows.Shorten(results.Study.Name),
            Kind = "study",
            Simulated = results.Simulated,
            Badges = badges,
            Facts = Markup.Of(
                $"""
                <p class="facts">Study · {results.Study.Cells.Count} cells × {results.Study.Seeds} seeds ·
                {NumberFormat.Count(results.Cells.Sum(cell => (long)cell.Tasks))} tasks · {string.Join(
                    ", ",
                    groups.Select(group => group.Model).Distinct().Select(StrategyRows.Shorten)
                )}</p>
                """
            ),
            Parts = Parts,
            Body = Markup.Of(
                $"""
                {StudyVerdict.Write(study, groups)}{Plots("solved", "Solved rate and cost", SolvedLead, badges, groups.SelectMany(
                    (group, i) => StudyPlots.Solved(group, Prefix(groups, i))
                ))}{Amplification(groups, badges)}{Load(results, groups, badges)}{Laws(results, badges)}{Plots(
                    "grid",
                    "Grid",
                    "Each row is a strategy with its settings. A dash marks a combination that the grid does not contain.",
                    badges,
                    StudyGrids.Of(results)
                )}{Published(results, badges)}{Cells(study, groups, linkOf, badges)}
                <section id="file"><h2>Study file</h2>{PageParts.Fold(
                    "The file and the settings of the command line",
                    Markup.Of(
                        $"""
                        <div class="scroll" tabindex="0" role="group" aria-label="Study file"><pre>{results.Study.Text}</pre></div>{(
                            results.Study.Settings.Count == 0
                                ? null
                                : Markup.Of($"""<p class="foot">Settings: {string.Join(", ", results.Study.Settings)}</p>""")
                        )}
                        """
                    )
                )}</section>{GlossarySection.Write()}
                """
            ),
            Footer = "",
        }.Write(script);
    }

    private const string SolvedLead =
        "What a strategy solves, and what it costs. Up and to the left is better; two strategies with overlapping intervals are not told "
        + "apart.";

    private static string Prefix(IReadOnlyList<StudyGroup> groups, int index) => groups.Count == 1 ? "" : $"{index + 1}-";

    private static IReadOnlyList<string> LabelsOf(SavedStudy study) =>
        [
            .. study.Results.Simulated ? [ReportDocument.Simulated] : (string[])[],
            .. study.InvalidUnits > 0 ? [$"{study.InvalidUnits} of {study.Units.Count} runs invalid"] : (string[])[],
            .. study.Units.Count < study.PlannedUnits ? [$"{study.Units.Count} of {study.PlannedUnits} runs done"] : (string[])[],
        ];

    private static Markup Badges(SavedStudy study)
    {
        var badges = new Markup();
        if (study.Units.Count < study.PlannedUnits)
        {
            badges.Add($"""<span class="mark degraded">not finished</span>""");
        }

        return study.Results.Simulated ? badges.Add($"""<span class="mark simulated">simulated</span>""") : badges;
    }

    private static Markup Amplification(IReadOnlyList<StudyGroup> groups, Markup badges)
    {
        var body = new Markup();
        for (var i = 0; i < groups.Count; i++)
        {
            var plots = new Markup();
            foreach (var plot in StudyPlots.Amplification(groups[i], Prefix(groups, i)))
            {
                plots.Add(plot.Draw());
            }

            body.Add($"""{(groups.Count == 1 ? null : Markup.Of($"<h3>{groups[i].Name}</h3>"))}<div class="pair">{plots}</div>""");
        }

        return groups.All(group => group.Cells.All(cell => cell.TokensOverDirect is null))
            ? new Markup()
            : Markup.Of(
                $"""
                <section id="amplification"><h2>Amplification{badges}</h2><p class="lead">Cost of a task relative to one direct call on the
                same problems, with bootstrap 95 % intervals.</p>{body}</section>
                """
            );
    }

    private static Markup Load(StudyResults results, IReadOnlyList<StudyGroup> groups, Markup badges)
    {
        if (!results.Study.SweepsAgents)
        {
            return new Markup();
        }

        var feedback = new Markup();
        foreach (var line in QueueFeedback.Of(results))
        {
            feedback.Add($"<li>{TerminalText.Sanitize(line)}</li>");
        }

        var tables = new Markup();
        for (var i = 0; i < groups.Count; i++)
        {
            tables.Add($"{TableMarkup.Draw(StudyTables.Load(groups[i], $"{Prefix(groups, i)}load"))}");
        }

        return Plots(
            "load",
            "Load over agents",
            "While all agents work.",
            badges,
            groups.SelectMany((group, i) => StudyPlots.Load(results.Study, group, Prefix(groups, i))),
            new Markup()
                .Add(PageParts.Fold("From which number of agents queueing feeds back", Markup.Of($"<ul>{feedback}</ul>")))
                .Add(PageParts.Fold("Load of each cell", tables))
        );
    }

    private static Markup Laws(StudyResults results, Markup badges)
    {
        var table = StudyTables.Laws(results);
        return table.Rows.Count == 0
            ? new Markup()
            : Plots(
                "laws",
                "Laws and residuals",
                "How the cost grows with a swept setting; 95 % intervals of the exponents. Residuals without a pattern support the law.",
                badges,
                LawPlots.Of(results).SelectMany(pair => new[] { pair.Law, pair.Residuals }),
                PageParts.Fold($"{table.Rows.Count} laws", TableMarkup.Draw(table))
            );
    }

    private static Markup Published(StudyResults results, Markup badges)
    {
        var table = StudyTables.Published(results);
        return table.Rows.Count == 0
            ? new Markup()
            : Markup.Of($"""<section id="published"><h2>Published values{badges}</h2>{TableMarkup.Draw(table)}</section>""");
    }

    private static Markup Cells(SavedStudy study, IReadOnlyList<StudyGroup> groups, Func<SavedUnit, string?> linkOf, Markup badges)
    {
        var body = new Markup();
        for (var i = 0; i < groups.Count; i++)
        {
            body.Add(
                PageParts.Fold(
                    $"{groups[i].Name}: {groups[i].Cells.Count} cells, each with its runs",
                    TableMarkup.Draw(StudyTables.Cells(study, groups[i], $"{Prefix(groups, i)}cells", linkOf))
                )
            );
        }

        return groups.Count == 0 ? new Markup() : Markup.Of($"""<section id="cells"><h2>Cells and runs{badges}</h2>{body}</section>""");
    }

    private static Markup Plots(string id, string title, string lead, Markup badges, IEnumerable<ReportPlot> plots, Markup? more = null)
    {
        var (drawn, count) = (new Markup(), 0);
        foreach (var plot in plots)
        {
            drawn.Add(plot.Draw());
            count++;
        }

        return count == 0 && more is null
            ? new Markup()
            : Markup.Of(
                $"""
                <section id="{id}"><h2>{title}{badges}</h2><p class="lead">{lead}</p><div class="pair">{drawn}</div>{more}</section>
                """
            );
    }
}
