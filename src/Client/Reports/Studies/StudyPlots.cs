using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Reports.Plots;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Reports.Studies;

/// <summary>Plots of a problem and model of a study.</summary>
internal static class StudyPlots
{
    /// <summary>Solved rate against tokens and against seconds, with intervals and Pareto front; none if nothing can be judged.</summary>
    public static IEnumerable<XyPlot> Solved(StudyGroup group, string prefix)
    {
        var cells = group.Cells.Where(cell => cell.Solved is not null).ToArray();
        if (cells.Length == 0)
        {
            return [];
        }

        return
        [
            Solved(
                group,
                $"{prefix}solved-tokens",
                "solved rate against tokens",
                new PlotAxis("mean tokens per task", PlotUnit.Number, IsLog: true),
                [.. cells.Where(cell => cell.TotalTokens > 0)],
                cell => cell.TotalTokens!.Value,
                cell => cell.OnTokenFront
            ),
            Solved(
                group,
                $"{prefix}solved-seconds",
                "solved rate against seconds",
                new PlotAxis("mean task latency", PlotUnit.Seconds, IsLog: true),
                [.. cells.Where(cell => cell.Latency?.Mean > 0)],
                cell => cell.Latency!.Mean,
                cell => cell.OnTimeFront
            ),
        ];
    }

    /// <summary>Amplification of tokens and latency over one direct call.</summary>
    public static IEnumerable<IntervalPlot> Amplification(StudyGroup group, string prefix) =>
        new[]
        {
            Amplification(group, $"{prefix}amplification-tokens", "Tokens per task, × direct", cell => cell.TokensOverDirect),
            Amplification(group, $"{prefix}amplification-latency", "Task latency, × direct", cell => cell.LatencyOverDirect),
        }.OfType<IntervalPlot>();

    /// <summary>Throughput, concurrency and latency over the number of agents; none if the study does not sweep it.</summary>
    public static IEnumerable<XyPlot> Load(Study study, StudyGroup group, string prefix) =>
        !study.SweepsAgents
            ? []
            :
            [
                OverAgents(group, $"{prefix}agents-tokens", "Tokens per second", PlotUnit.Number, cell => cell.TokensPerSecond),
                OverAgents(group, $"{prefix}agents-calls", "Calls in flight", PlotUnit.Number, cell => cell.CallsInFlight),
                OverAgents(group, $"{prefix}agents-latency", "Mean task latency", PlotUnit.Seconds, cell => cell.Latency?.Mean),
            ];

    private static XyPlot Solved(
        StudyGroup group,
        string id,
        string title,
        PlotAxis x,
        CellResult[] cells,
        Func<CellResult, double> cost,
        Func<CellResult, bool> isOnFront
    )
    {
        var fronts = cells
            .Where(isOnFront)
            .GroupBy(cell => cell.Cell.Workload.Load.Agents)
            .Select(front => new PlotSeries("", 3, [.. front.OrderBy(cost).Select(cell => new PlotPoint(cost(cell), cell.Solved!.Rate))]));
        return new XyPlot(
            id,
            $"{group.Name}: {title}",
            x,
            PlotAxis.Share("solved, 95 % interval"),
            [
                .. fronts,
                new PlotSeries(
                    "",
                    1,
                    [
                        .. cells.Select(cell => new PlotPoint(
                            cost(cell),
                            cell.Solved!.Rate,
                            cell.Solved.Low,
                            cell.Solved.High,
                            $"{StudyText.NameWithoutAgents(cell.Cell)}{(cell.Cell.IsBaseline ? " (baseline)" : "")}",
                            IsHollow: !isOnFront(cell)
                        )),
                    ]
                )
                {
                    HasLine = false,
                    IsNumbered = true,
                },
            ]
        )
        {
            Note =
                "Filled and connected: the Pareto front; no other strategy solves as much for less."
                + (cells.Select(cell => cell.Cell.Workload.Load.Agents).Distinct().Count() > 1 ? " One front per number of agents." : ""),
        };
    }

    private static IntervalPlot? Amplification(StudyGroup group, string id, string title, Func<CellResult, RatioInterval?> ratioOf)
    {
        IntervalRow[] rows =
        [
            .. group
                .Cells.Where(cell => ratioOf(cell) is { Ratio: > 0 })
                .Select(cell => (Cell: cell, Ratio: ratioOf(cell)!))
                .Select(row => new IntervalRow(
                    StudyText.NameOf(row.Cell.Cell),
                    row.Ratio.Ratio,
                    row.Ratio.Low,
                    row.Ratio.High,
                    NumberFormat.Interval(row.Ratio)
                )),
        ];
        return rows.Length == 0
            ? null
            : new IntervalPlot(id, title, new PlotAxis("× one direct call on the same problems", PlotUnit.Factor, IsLog: true), 1, rows)
            {
                Term = "amplification",
            };
    }

    private static XyPlot OverAgents(StudyGroup group, string id, string title, PlotUnit unit, Func<CellResult, double?> value) =>
        new(
            id,
            $"{group.Name}: {title.ToLowerInvariant()}",
            new PlotAxis("agents", PlotUnit.Number, IsLog: true),
            new PlotAxis(title.ToLowerInvariant(), unit, IsLog: true),
            [
                .. group
                    .Cells.GroupBy(cell => StudyText.NameWithoutAgents(cell.Cell))
                    .Select(
                        (line, i) =>
                            new PlotSeries(
                                $"{line.Key}{(line.First().Cell.IsBaseline ? " (baseline)" : "")}",
                                PlotStyle.Of(i),
                                [
                                    .. line.OrderBy(cell => cell.Cell.Workload.Load.Agents)
                                        .Select(cell => new PlotPoint(cell.Cell.Workload.Load.Agents, value(cell))),
                                ]
                            )
                            {
                                HasMarkers = true,
                            }
                    ),
            ]
        );
}
