using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Charts;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Charts of the solved rate against tokens per task, one per problem.</summary>
internal static class SolvedChart
{
    public static Markup Draw(ReportData data)
    {
        var charts = new Markup();
        foreach (
            var problem in StrategyRows
                .Sorted(data.Summary)
                .Where(row => row is { Solved: not null, TotalTokens.Mean: > 0 })
                .GroupBy(row => row.Problem)
        )
        {
            charts.Add(Draw(problem.Key, [.. problem]));
        }

        return Markup.Of($"""<div class="pair">{charts}</div>""");
    }

    private static Markup Draw(string problem, IReadOnlyList<StrategyRow> rows)
    {
        var x = Scale.LogAround(rows.SelectMany(row => new[] { row.TotalTokens!.Mean * 0.8, row.TotalTokens.Mean * 1.25 }));
        var y = Scale.Between(0, 1);
        var body = new Markup();
        foreach (var row in rows)
        {
            var (left, top) = (100 * x.At(row.TotalTokens!.Mean), Plot.FromTop(y.At(row.Solved!.Rate)));
            body.Add(
                    $"""<line class="interval" x1="{left}%" x2="{left}%" y1="{Plot.FromTop(row.Solved.Low)}%" """
                        + $"""y2="{Plot.FromTop(row.Solved.High)}%"/>"""
                )
                .Add(
                    $"""<circle class="dot{(row.IsBaseline ? " hollow" : "")}" cx="{left}%" cy="{top}%" """
                        + $"""r="5"><title>{StrategyRows.Shorten(row.Strategy)}: {NumberFormat.Interval(row.Solved)} solved, """
                        + $"""{NumberFormat.Number(row.TotalTokens.Mean)} tokens</title></circle>"""
                )
                .Add(
                    $"""<text class="label" x="{left}%" y="{top}%" dx="{(left > 60 ? -9 : 9)}" """
                        + $"""dy="{(top < 8 || (row.IsBaseline && top < 90) ? 15 : -7)}" """
                        + $"""text-anchor="{(left > 60 ? "end" : "start")}">"""
                        + $"""{(row.IsBaseline ? "one call" : TerminalText.Truncate(StrategyRows.Shorten(row.Strategy), 24))}</text>"""
                );
        }

        var title = $"{StrategyRows.Shorten(problem)}: solved rate vs. tokens";
        return Markup.Of(
            $"""
            <figure class="chart"><figcaption><h3>{title}</h3><ul class="legend"><li>{Glossary.Term(
                "task.solved",
                "solved"
            )}, 95 % interval</li><li>mean {Glossary.Term("task.total_tokens", "tokens per task")} →</li></ul></figcaption>
            {Plot.Frame(title, x, y, v => NumberFormat.Number(v), v => NumberFormat.Percent(v), body)}</figure>
            """
        );
    }
}
