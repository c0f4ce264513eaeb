using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Charts;
using AgentLoad.Client.Reports.Runs;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Distribution of tokens per task, and solved rate against tokens.</summary>
internal static class TokensSection
{
    private const int Bars = 72;

    public static Markup Write(ReportData data)
    {
        var rows = StrategyRows
            .Sorted(data.Summary)
            .Select(row => (Row: row, Values: data.Tokens.Of(RowKey.Of(row))))
            .Where(row => row.Values.Count > 0)
            .ToList();
        if (rows.Count == 0)
        {
            return new Markup();
        }

        var x = Scale.LogAround(
            rows.SelectMany(row => new double[] { row.Values.First(v => v > 0 || v == row.Values[^1]), row.Values[^1] })
        );
        var chart = RowChart.Draw(
            Markup.Of($"{Glossary.Term("task.total_tokens", "Tokens per task")}, height scaled per strategy; the line is the median"),
            x,
            value => NumberFormat.Number(value),
            rows.Select(row => new ChartRow(
                StrategyRows.NameOf(RowKey.Of(row.Row)),
                Histogram(row.Values, x),
                Markup.Of($"{NumberFormat.Number(row.Values[(row.Values.Count - 1) / 2])}")
            )),
            cssClass: "ridges"
        );
        var solved = new Markup();
        foreach (var plot in RunPlots.Solved(data.Summary))
        {
            solved.Add(plot.Draw());
        }

        return Markup.Of(
            $"""<section id="tokens"><h2>Tokens per task{StatusBadges.Of(data)}</h2>{chart}<div class="pair">{solved}</div></section>"""
        );
    }

    private static Markup Histogram(IReadOnlyList<float> values, Scale x)
    {
        var counts = new int[Bars];
        foreach (var value in values)
        {
            counts[Math.Min(Bars - 1, (int)(x.At(value) * Bars))]++;
        }

        var (body, most) = (new Markup(), counts.Max());
        for (var i = 0; i < Bars; i++)
        {
            if (counts[i] == 0)
            {
                continue;
            }

            var height = 92.0 * counts[i] / most;
            body.Add($"""<rect class="bar" x="{100.0 * i / Bars}%" width="{100.0 / Bars}%" y="{100 - height}%" height="{height}%"/>""");
        }

        var median = 100 * x.At(values[(values.Count - 1) / 2]);
        return body.Add($"""<line class="median" x1="{median}%" x2="{median}%" y1="0" y2="100%"/>""");
    }
}
