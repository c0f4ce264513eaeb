using AgentLoad.Client.Reports.Data;

namespace AgentLoad.Client.Reports.Html.Charts;

/// <summary>Heatmap of call latency over time.</summary>
internal static class Heatmap
{
    private const int MaxColumns = 90,
        Rows = 22,
        Levels = 6;

    public static Markup Draw(string title, Timeline timeline, double duration, IReadOnlyList<double> losses)
    {
        var values = timeline.Bins.SelectMany(bin => bin.Latency).Where(value => value > 0 && float.IsFinite(value)).ToArray();
        if (values.Length == 0)
        {
            return new Markup();
        }

        var x = Scale.Between(0, duration);
        var y = Scale.LogAround([values.Min(), values.Max()]);
        var each = (int)Math.Ceiling(timeline.Bins.Count / (double)MaxColumns);
        var cells = new int[(timeline.Bins.Count + each - 1) / each, Rows];
        for (var i = 0; i < timeline.Bins.Count; i++)
        {
            foreach (var value in timeline.Bins[i].Latency)
            {
                cells[i / each, Math.Min(Rows - 1, (int)(y.At(value) * Rows))]++;
            }
        }

        return Markup.Of(
            $"""
            <figure class="chart"><figcaption><h3>{title}</h3><ul class="legend"><li>darker: more calls</li></ul></figcaption>
            {Plot.Frame(
                title,
                x,
                y,
                v => NumberFormat.Seconds(v),
                v => NumberFormat.Seconds(v),
                Cells(cells, timeline.Width * each, x).Add(Plot.HostLosses(losses, x))
            )}</figure>
            """
        );
    }

    private static Markup Cells(int[,] cells, double width, Scale x)
    {
        var most = cells.Cast<int>().Max();
        var body = new Markup();
        for (var column = 0; column < cells.GetLength(0); column++)
        {
            var (from, to) = (100 * x.At(column * width), 100 * x.At((column + 1) * width));
            for (var row = 0; row < Rows; row++)
            {
                if (cells[column, row] is not (> 0 and var count))
                {
                    continue;
                }

                var level = (int)Math.Ceiling(Levels * Math.Sqrt((double)count / most));
                body.Add(
                    $"""<rect class="h{level}" x="{from}%" width="{to - from}%" y="{100.0 * (Rows - 1 - row) / Rows}%" """
                        + $"""height="{100.0 / Rows}%"/>"""
                );
            }
        }

        return body;
    }
}
