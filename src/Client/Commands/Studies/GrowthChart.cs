using System.Globalization;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Reports.Html;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>
/// Draws how throughput, concurrency, latency and cost grow with the number of agents, as a self-contained SVG image: one panel for each
/// metric, one line for each strategy with its settings, both axes logarithmic.
/// </summary>
internal static class GrowthChart
{
    private const int Width = 380,
        Height = 250,
        Left = 56,
        Right = 12,
        Top = 34,
        Bottom = 34,
        MaxLines = 8,
        LegendRow = 18;

    private static readonly string[] Colors = ["#4269d0", "#ef6f3c", "#2a9d6f", "#b04fc4", "#c08a00", "#d64550", "#3aa7b8", "#7a7f87"];

    private static readonly (string Title, Func<CellResult, double?> Value, Func<double, string> Format)[] Panels =
    [
        ("tokens/s", cell => cell.TokensPerSecond, value => NumberFormat.Number(value)),
        ("calls in flight", cell => cell.CallsInFlight, value => NumberFormat.Number(value)),
        ("latency of a task", cell => cell.Latency?.Mean, value => NumberFormat.Seconds(value)),
        ("tokens per task", cell => cell.TotalTokens, value => NumberFormat.Number(value)),
    ];

    /// <summary>Returns the image; null if the study does not sweep the number of agents.</summary>
    public static string? Draw(StudyResults results)
    {
        if (!results.Study.SweepsAgents)
        {
            return null;
        }

        var lines = results
            .Cells.Where(cell => cell.Tasks > 0)
            .GroupBy(cell => (StudyText.NameWithoutAgents(cell.Cell), cell.Cell.ProblemText, cell.Cell.Model))
            .Take(MaxLines)
            .Select(line => (Name: NameOf(line.Key, results), Cells: line.OrderBy(Agents).ToArray()))
            .ToArray();
        var x = Scale.LogAround(lines.SelectMany(line => line.Cells.Select(cell => (double)Agents(cell))));
        var body = new Markup();
        for (var i = 0; i < Panels.Length; i++)
        {
            body.Add(Panel(i, lines, x));
        }

        var top = (2 * Height) + 14;
        for (var i = 0; i < lines.Length; i++)
        {
            var y = top + (LegendRow * i);
            body.Add(
                $"""<line x1="{Left}" x2="{Left + 24}" y1="{y}" y2="{y}" stroke="{Colors[i]}" stroke-width="2"/>"""
                    + $"""<text x="{Left + 32}" y="{y + 4}">{lines[i].Name}</text>"""
            );
        }

        var height = top + (LegendRow * lines.Length);
        var title = $"{(results.Simulated ? "SIMULATED · " : "")}{results.Study.Name}: growth with the number of agents";
        return Markup
            .Of(
                $"""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * Width} {height}" role="img" aria-label="{title}">
                <style>text{"{"}font:12px system-ui,sans-serif;fill:#333{"}"}.grid{"{"}stroke:#8884{"}"}.title{"{"}font-weight:600{"}"}
                @media(prefers-color-scheme:dark){"{"}text{"{"}fill:#ddd{"}"}{"}"}</style>
                <title>{title}</title>{body}</svg>

                """
            )
            .ToString();
    }

    private static Markup Panel(int number, (string Name, CellResult[] Cells)[] lines, Scale x)
    {
        var (title, value, format) = Panels[number];
        var y = Scale.LogAround(lines.SelectMany(line => line.Cells.Select(value)).OfType<double>());
        double originX = Width * (number % 2),
            originY = Height * (number / 2);
        string AtX(double agents) => Number(originX + Left + (x.At(agents) * (Width - Left - Right)));
        string AtY(double y0) => Number(originY + Height - Bottom - (y.At(y0) * (Height - Top - Bottom)));

        var body = Markup.Of($"""<text class="title" x="{originX + Left}" y="{originY + 20}">{title}</text>""");
        foreach (var tick in y.Ticks(4))
        {
            body.Add(
                $"""<line class="grid" x1="{originX + Left}" x2="{originX + Width - Right}" y1="{AtY(tick)}" y2="{AtY(tick)}"/>"""
                    + $"""<text x="{originX + Left - 6}" y="{AtY(tick)}" dy="4" text-anchor="end">{format(tick)}</text>"""
            );
        }

        foreach (var tick in lines.SelectMany(line => line.Cells.Select(Agents)).Distinct().Order())
        {
            body.Add($"""<text x="{AtX(tick)}" y="{originY + Height - Bottom + 18}" text-anchor="middle">{tick}</text>""");
        }

        for (var i = 0; i < lines.Length; i++)
        {
            var points = lines[i].Cells.Where(cell => value(cell) > 0).Select(cell => $"{AtX(Agents(cell))},{AtY(value(cell)!.Value)}");
            body.Add(
                $"""<polyline fill="none" stroke="{Colors[i]}" stroke-width="2" points="{string.Join(' ', points)}">"""
                    + $"""<title>{lines[i].Name}</title></polyline>"""
            );
        }

        return body;
    }

    private static string NameOf((string Strategy, string Problem, string Model) line, StudyResults results) =>
        results.Cells.Select(cell => (cell.Cell.ProblemText, cell.Cell.Model)).Distinct().Count() > 1
            ? $"{line.Strategy} · {line.Problem} · {line.Model}"
            : line.Strategy;

    private static int Agents(CellResult cell) => cell.Cell.Workload.Load.Agents;

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
