using AgentLoad.Client.Reports.Html;
using AgentLoad.Client.Reports.Html.Sections;

namespace AgentLoad.Client.Commands.Compare;

/// <summary>Renders a comparison as one self-contained HTML page without scripts or requests; every string is escaped.</summary>
internal static class ComparisonPage
{
    /// <summary>Returns the HTML of the page.</summary>
    public static string Write(RunComparison comparison)
    {
        var page = new Markup();
        var runs = new Markup();
        for (var i = 0; i < comparison.Runs.Count; i++)
        {
            var facts = comparison.Runs[i].Facts;
            runs.Add(
                $"<p class=\"facts\">{ComparisonText.NameOf(i)}: {facts.Id}{(facts.Simulated ? " (simulated)" : "")}, seed {facts.Seed}</p>"
            );
        }

        foreach (var reason in comparison.Reasons)
        {
            runs.Add($"<p><strong>Not comparable:</strong> {reason}</p>");
        }

        foreach (var warning in comparison.Warnings)
        {
            runs.Add($"<p><strong>Warning:</strong> {warning}</p>");
        }

        page.Add(
                $"""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {PageAssets.HashOf(
                    PageAssets.Style
                )}; base-uri 'none'; form-action 'none'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
                <title>Comparison of {comparison.Runs.Count} runs</title><style>
                """
            )
            .AddAsset(PageAssets.Style)
            .Add(
                $"""
                </style></head><body class="static"><header><div class="title"><h1>Comparison</h1></div>{runs}</header><main>
                """
            );
        foreach (var group in comparison.Rows.GroupBy(row => row.Row))
        {
            page.Add(Section(group.Key, [.. group]));
        }

        return page.Add($"</main><footer>{ComparisonText.Explanation} agentload {PageAssets.Version}</footer></body></html>\n").ToString();
    }

    private static Markup Section(string name, ComparedRow[] rows)
    {
        var title = name.Length == 0 ? "All tasks" : name;
        Markup Cell(string text) => Markup.Of($"{text}");
        var table = new DataTable(
            title,
            lastIsText: true,
            Cell("Metric"),
            Cell("A"),
            Cell("Run"),
            Cell("Value"),
            Cell("Change"),
            Cell("Verdict")
        );
        foreach (var row in rows)
        {
            table.Add(
                Cell($"{row.Metric} {row.Statistic}"),
                Cell(ComparisonText.Value(row, row.Difference.A)),
                Cell(ComparisonText.NameOf(row.Run)),
                Cell(ComparisonText.Value(row, row.Difference.B)),
                Cell(ComparisonText.Change(row)),
                Cell(row.Verdict)
            );
        }

        return Markup.Of($"<section><h2>{title}</h2>{table.Draw()}</section>");
    }
}
