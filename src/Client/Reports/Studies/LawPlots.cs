using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Reports.Plots;

namespace AgentLoad.Client.Reports.Studies;

/// <summary>Plots of the fitted laws of a study: measured means with the law, and the residuals.</summary>
internal static class LawPlots
{
    private const int Samples = 40;

    private const double MinRange = 0.05;

    /// <summary>Two plots for each metric and swept parameter. Laws of several parameters are in the table only.</summary>
    public static IReadOnlyList<(XyPlot Law, XyPlot Residuals)> Of(StudyResults results) =>
        [
            .. results
                .Laws.Where(law => law.Parameters.Count == 1 && law.Points.Count > 0 && !LawText.IsConstant(law.Law))
                .GroupBy(law => (law.Metric, Parameter: law.Parameters[0]))
                .Select(group =>
                    (Law(group.Key.Metric, group.Key.Parameter, [.. group]), Residuals(group.Key.Metric, group.Key.Parameter, [.. group]))
                ),
        ];

    private static XyPlot Law(string metric, string parameter, StudyLaw[] laws) =>
        new(
            $"law-{metric}-{parameter}".Replace('.', '-'),
            $"{metric} over {parameter}",
            new PlotAxis(parameter, PlotUnit.Number, IsLog: true),
            new PlotAxis(metric, UnitOf(metric), IsLog: true),
            [
                .. laws.SelectMany(
                    (law, i) =>
                        new[]
                        {
                            new PlotSeries("", PlotStyle.Of(i), Fitted(law)),
                            new PlotSeries(
                                $"{Short(law, laws)}: {LawText.Of(metric, law.Parameters, law.Law)}",
                                PlotStyle.Of(i),
                                [.. law.Points.Select(point => new PlotPoint(point.X[0], point.Mean))]
                            )
                            {
                                HasLine = false,
                                HasMarkers = true,
                            },
                        }
                ),
            ]
        )
        {
            Note = "Points: measured means. Lines: fitted laws.",
        };

    private static XyPlot Residuals(string metric, string parameter, StudyLaw[] laws)
    {
        var series = laws.Select(
                (law, i) =>
                    new PlotSeries(
                        Short(law, laws),
                        PlotStyle.Of(i),
                        [.. law.Points.Select(point => new PlotPoint(point.X[0], (point.Mean / law.Law.At(point.X)) - 1))]
                    )
                    {
                        HasMarkers = true,
                    }
            )
            .ToArray();
        var most = Math.Max(MinRange, series.SelectMany(one => one.Points).Max(point => Math.Abs(point.Y!.Value)) * 1.1);
        return new XyPlot(
            $"residuals-{metric}-{parameter}".Replace('.', '-'),
            $"Residuals of {metric}",
            new PlotAxis(parameter, PlotUnit.Number, IsLog: true),
            new PlotAxis("measured / law − 1", PlotUnit.Change, Range: (-most, most)),
            series
        )
        {
            References = [new PlotReference("law", 0)],
        };
    }

    private static PlotPoint[] Fitted(StudyLaw law)
    {
        var (low, high) = (law.Points.Min(point => point.X[0]), law.Points.Max(point => point.X[0]));
        return
        [
            .. Enumerable
                .Range(0, Samples + 1)
                .Select(i => low * Math.Pow(high / low, (double)i / Samples))
                .Select(x => new PlotPoint(x, law.Law.At([x]) is > 0 and var y ? y : null)),
        ];
    }

    /// <summary>Returns what distinguishes the cells of a law from those of the other laws of the plot.</summary>
    private static string Short(StudyLaw law, StudyLaw[] laws)
    {
        var others = laws.Select(other => other.About.Split(" · ")).ToArray();
        var parts = law.About.Split(" · ").Where((part, i) => i == 0 || others.Any(other => i >= other.Length || other[i] != part));
        return TerminalText.Sanitize(string.Join(" · ", parts));
    }

    private static PlotUnit UnitOf(string metric) =>
        metric.EndsWith("_s", StringComparison.Ordinal) && !metric.EndsWith("per_s", StringComparison.Ordinal)
            ? PlotUnit.Seconds
            : PlotUnit.Number;
}
