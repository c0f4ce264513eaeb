using System.Globalization;
using System.Text;
using AgentLoad.Client.Reports;

namespace AgentLoad.Client.Studies;

/// <summary>Published figures beside ours.</summary>
internal static class PublishedTable
{
    /// <summary>A published figure and what the study came to; null where no cell has it.</summary>
    public sealed record Row(PublishedFigure Figure, double? Ours)
    {
        /// <summary>Ours / published − 1.</summary>
        public double? Difference => Ours is { } ours && Figure.Value > 0 ? (ours / Figure.Value) - 1 : null;
    }

    /// <summary>One row for each figure: the first cell of its strategy without a budget.</summary>
    public static IReadOnlyList<Row> Of(StudyResults results) =>
    [
        .. results.Study.Published.Select(figure => new Row(
            figure, results.Cells.FirstOrDefault(cell => cell.Cell.Strategy.Name == figure.Strategy && cell.Cell.Budget.Length == 0 && cell.Tasks > 0)?.Metric(figure.Metric))),
    ];

    /// <summary>The reference page of several studies, with where its figures come from.</summary>
    public static string Page(IReadOnlyList<StudyResults> studies, string command) =>
        $"""
        # Published figures and ours

        Made by `{command}` on the simulated node, where FILE is each of published, published-sorting, published-reflexion, published-lats
        and published-rstar in `examples/studies/`. Shaped agents behave as the profiles fitted to the publications say, so that calls and
        completion tokens are comparable; they say nothing about how fast a GPU is. Prompt tokens hang on the wording of prompts, on
        few-shot examples and on whether a request for many samples counts its prompt once: where they differ, the remark says why.
        Metrics are means per task. The profile `copilot-2026` is held by a test alone, as its prompts of 68,000 tokens are many for a
        simulated node; its distances are in its source (`agentload list profiles`).

        {Markdown([.. studies.SelectMany(Of)])}
        """.ReplaceLineEndings("\n");

    /// <summary>The rows as a Markdown table.</summary>
    public static string Markdown(StudyResults results) => Markdown(Of(results));

    private static string Markdown(IReadOnlyList<Row> rows)
    {
        var page = new StringBuilder("| Source | Strategy | Metric | Published | Ours | Difference | Remark |\n|---|---|---|---|---|---|---|\n");
        foreach (var row in rows)
            page.Append($"| {Cell(row.Figure.Source)} | {row.Figure.Strategy} | {row.Figure.Metric} | {Number(row.Figure.Value)} | {Number(row.Ours)} | {Percent(row.Difference)} | {Cell(row.Figure.Note)} |\n");
        return page.ToString();
    }

    /// <summary>A difference with its sign.</summary>
    public static string Percent(double? difference) => difference is { } d ? d.ToString("+0.0 %;-0.0 %;0.0 %", CultureInfo.InvariantCulture) : Figures.Missing;

    private static string Number(double? value) => value?.ToString("#,0.##", CultureInfo.InvariantCulture) ?? Figures.Missing;

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
