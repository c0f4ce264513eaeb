using AgentLoad.Client.Reports.Plots;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Sweeps;

namespace AgentLoad.Client.Reports.Sweeps;

/// <summary>Plots of a sweep over its levels.</summary>
internal static class SweepPlots
{
    private const double LogFrom = 12;

    /// <summary>
    /// The knee curve: the value of each SLO clause over the level, with its bound and the knee. Without an SLO on a value, the percentiles
    /// of the task latency.
    /// </summary>
    public static IReadOnlyList<XyPlot> Knee(SweepResult sweep)
    {
        var plots = sweep
            .Slos.Select((text, i) => (Clause: SloClause.TryParse(text, out var clause, out _) ? clause : null, Index: i))
            .Where(slo => slo.Clause is not null)
            .Select(slo => OfClause(sweep, slo.Clause!, slo.Index))
            .ToList();
        return sweep.Slos.Any(slo => slo.StartsWith("task.latency:", StringComparison.Ordinal)) ? plots : [.. plots, Latency(sweep)];
    }

    /// <summary>Tasks done and goodput per second over the level.</summary>
    public static XyPlot Throughput(SweepResult sweep)
    {
        var steps = Valid(sweep);
        var byRate = sweep.Unit != "agents";
        return new XyPlot(
            "throughput",
            "Throughput and goodput",
            AxisOf(sweep),
            new PlotAxis("tasks per second", PlotUnit.Number),
            [
                .. byRate
                    ? [new PlotSeries("offered", 3, [.. steps.Select(step => new PlotPoint(step.Level, step.Level))])]
                    : (PlotSeries[])[],
                new PlotSeries("done", 1, [.. steps.Select(step => Point(sweep, step, step.TasksPerSecond))])
                {
                    HasMarkers = true,
                    Term = "throughput",
                },
                .. steps.Any(step => step.GoodTasksPerSecond is not null)
                    ?
                    [
                        new PlotSeries("goodput", 2, [.. steps.Select(step => Point(sweep, step, step.GoodTasksPerSecond))])
                        {
                            HasMarkers = true,
                            Term = "goodput",
                        },
                    ]
                    : (PlotSeries[])[],
            ]
        )
        {
            References = KneeLine(sweep),
            Note = "Hollow: the level missed an SLO, fell behind or failed.",
        };
    }

    /// <summary>The mean critical path of each step by component; null if no step reports it.</summary>
    public static StackPlot? Bottleneck(SweepResult sweep)
    {
        StackRow[] rows =
        [
            .. Valid(sweep)
                .Where(step => step.CriticalPath is { TotalSeconds: > 0 })
                .Select(step => new StackRow(
                    $"{NumberFormat.Number(step.Level)} {sweep.Unit}",
                    SweepText.Verdict(step)
                        + (SweepTables.BottleneckOf(sweep, step) is { Length: > 0 } part ? $" · bottleneck: {part}" : ""),
                    CriticalPathParts.ValuesOf(step.CriticalPath!)
                )),
        ];
        return rows.Length == 0
            ? null
            : new StackPlot("bottleneck", "Mean critical path of a task at each level", CriticalPathParts.Parts, rows);
    }

    private static XyPlot OfClause(SweepResult sweep, SloClause clause, int index)
    {
        var (unit, metric) = (UnitOf(clause), clause.Text.Split(':'));
        return new XyPlot(
            $"knee-{metric[0]}-{metric[1]}".Replace('.', '-'),
            $"{metric[0]} {metric[1]}",
            AxisOf(sweep),
            new PlotAxis($"{metric[0]}, {metric[1]}", unit),
            [
                new PlotSeries("measured", 1, [.. Valid(sweep).Select(step => Point(sweep, step, ActualOf(step, index)))])
                {
                    HasMarkers = true,
                    Term = metric[0],
                },
            ]
        )
        {
            References = [new PlotReference($"SLO {SloText.BoundOf(clause)}", clause.Bound), .. KneeLine(sweep)],
            Note = NoteOf(sweep),
        };
    }

    private static XyPlot Latency(SweepResult sweep) =>
        new("knee-latency", "Task latency", AxisOf(sweep), new PlotAxis("task.latency", PlotUnit.Seconds), LatencySeries(sweep))
        {
            References = KneeLine(sweep),
            Note = NoteOf(sweep),
        };

    private static PlotSeries[] LatencySeries(SweepResult sweep) =>
        [
            new("p50", 1, [.. Valid(sweep).Select(step => Point(sweep, step, step.LatencyP50Seconds))]) { HasMarkers = true },
            new("p95", 2, [.. Valid(sweep).Select(step => Point(sweep, step, step.LatencyP95Seconds))]) { HasMarkers = true },
        ];

    private static string NoteOf(SweepResult sweep)
    {
        var invalid = sweep.Steps.Count(step => step.Invalid.Count > 0);
        return "Hollow: the level missed an SLO, fell behind or failed. A gap lies above every measured value: tasks were cut off."
            + (invalid > 0 ? $" {invalid} invalid steps are not shown." : "");
    }

    private static double? ActualOf(SweepStep step, int index) => index < step.Slos.Count ? step.Slos[index].Actual : null;

    private static PlotPoint Point(SweepResult sweep, SweepStep step, double? value) =>
        new(step.Level, value, Label: $"{NumberFormat.Number(step.Level)} {sweep.Unit}, {SweepText.Verdict(step)}", IsHollow: !step.Met);

    private static PlotReference[] KneeLine(SweepResult sweep) =>
        sweep.Knee is { } knee ? [new PlotReference($"knee {NumberFormat.Number(knee)}", knee, IsVertical: true)] : [];

    /// <summary>The last valid result of each level.</summary>
    private static SweepStep[] Valid(SweepResult sweep) =>
        [
            .. sweep
                .Steps.Where(step => step.Invalid.Count == 0)
                .GroupBy(step => step.Level)
                .Select(level => level.Last())
                .OrderBy(step => step.Level),
        ];

    private static PlotAxis AxisOf(SweepResult sweep)
    {
        var levels = sweep.Steps.Select(step => step.Level).Where(level => level > 0).ToArray();
        return new PlotAxis(
            sweep.Unit == "agents" ? "agents" : "offered load, tasks per second",
            PlotUnit.Number,
            IsLog: levels.Length > 0 && levels.Max() / levels.Min() > LogFrom
        );
    }

    private static PlotUnit UnitOf(SloClause clause) =>
        clause.Statistic == SloStatistic.Rate ? PlotUnit.Percent
        : clause.Metric.Unit == SloUnit.Seconds && clause.Statistic != SloStatistic.Count ? PlotUnit.Seconds
        : PlotUnit.Number;
}
