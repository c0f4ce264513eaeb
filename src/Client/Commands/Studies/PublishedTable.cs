using System.Globalization;
using System.Text;
using AgentLoad.Client.Reports;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>Published figures beside ours.</summary>
internal static class PublishedTable
{
    /// <summary>A published figure and what the study came to; null where no cell has it.</summary>
    public sealed record Row(PublishedFigure Figure, double? Ours, (double Low, double High)? Interval)
    {
        /// <summary>Ours with its 95 % interval, where it varies at all.</summary>
        public string OursText => Interval is { } i && i.Low < i.High ? $"{Number(Ours)} ({Number(i.Low)}–{Number(i.High)})" : Number(Ours);

        /// <summary>Ours / published − 1.</summary>
        public double? Difference => Ours is { } ours && Figure.Value > 0 ? (ours / Figure.Value) - 1 : null;
    }

    /// <summary>One row for each figure: the first cell of its strategy without a budget.</summary>
    public static IReadOnlyList<Row> Of(StudyResults results) =>
        [
            .. from figure in results.Study.Published
            let cell = results.Cells.FirstOrDefault(cell => figure.Matches(cell.Cell) && cell.Tasks > 0)
            select new Row(
                figure,
                cell?.Metric(figure.Metric),
                cell?.Intervals.TryGetValue(figure.Metric, out var interval) == true ? interval : null
            ),
        ];

    /// <summary>The reference page of several studies, with where its figures come from.</summary>
    public static string Page(IReadOnlyList<StudyResults> studies, IReadOnlyList<string> names) =>
        $"""
            # Published figures and ours

            Made by `agentload study FILE` on the simulated node, where FILE is each of these in `examples/studies/`:

            {string.Join('\n', names.Select(name => $"- `{name}.yaml`"))}

            Shaped agents behave as the profiles fitted to the publications say (`agentload list profiles` has their sources), so that calls and completion tokens are
            comparable; they say nothing about how fast a GPU is. Metrics are means per task, or per call where their name says so, with 95 %
            intervals over the study's tasks.

            Prompt tokens hang on the wording of prompts and on who counts them. Where a publication took several samples in one request, which
            counts its prompt once, ours are `task.distinct_prompt_tokens`. Ours are tokens of the simulated node: by its count the prompts of the
            Tree of Thoughts reference implementation have 164 (direct) and 435 (chain of thought) tokens, and ours with as many examples 236
            and 500. Remarks say what else differs; a difference of 10 % and more without a remark fails a test.

            {Markdown([.. studies.SelectMany(Of)])}
            """.ReplaceLineEndings("\n");

    /// <summary>The rows as a Markdown table.</summary>
    public static string Markdown(StudyResults results) => Markdown(Of(results));

    private static string Markdown(IReadOnlyList<Row> rows)
    {
        var page = new StringBuilder(
            "| Source | Strategy | Metric | Published | Ours (95 %) | Difference | Remark |\n|---|---|---|---|---|---|---|\n"
        );
        foreach (var row in rows)
        {
            page.Append(
                $"| {Cell(row.Figure.Source)} | {row.Figure.Strategy} | {row.Figure.Metric} | {Number(row.Figure.Value)} | {row.OursText} | {Percent(row.Difference)} | {Cell(row.Figure.Note)} |\n"
            );
        }

        return page.ToString();
    }

    /// <summary>A difference with its sign.</summary>
    public static string Percent(double? difference) =>
        difference is { } d ? d.ToString("+0.0 %;-0.0 %;0.0 %", CultureInfo.InvariantCulture) : NumberFormat.Missing;

    private static string Number(double? value) =>
        value?.ToString(
            Math.Abs(value.Value) switch
            {
                >= 1000 => "#,0",
                >= 1 => "0.##",
                _ => "0.###",
            },
            CultureInfo.InvariantCulture
        )
        ?? NumberFormat.Missing;

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
