using AgentLoad.Client.Reports;
using AgentLoad.Client.Reports.Plots;
using AgentLoad.Client.Reports.Sweeps;
using AgentLoad.Client.Results;
using AgentLoad.Measurement.Comparisons;
using AgentLoad.Measurement.Sweeps;

namespace AgentLoad.Client.Commands.Compare;

/// <summary>Compares sweeps with the first of them: the knees, the curves, and the runs of levels that both have.</summary>
internal static class SweepComparison
{
    private static readonly (string Metric, string Statistic)[] Metrics =
    [
        ("task.latency", "p50"),
        ("task.latency", "p95"),
        ("task.solved", "rate"),
        ("task.errors", "rate"),
        ("call.ttft", "p50"),
        ("call.tpot", "p50"),
        ("call.errors", "rate"),
    ];

    /// <summary>Compares the sweeps of several folders.</summary>
    /// <exception cref="UserErrorException">The sweeps have different units.</exception>
    public static Comparison Of(IReadOnlyList<string> folders)
    {
        SweepResult[] sweeps = [.. folders.Select(folder => SweepFolder.Read(folder)!)];
        if (sweeps.Select(sweep => sweep.Unit).Distinct().Count() > 1)
        {
            throw new UserErrorException(
                $"These sweeps are not comparable: they increase {string.Join(" and ", sweeps.Select(sweep => sweep.Unit).Distinct())}. "
                    + "Repeat one of them with the same --by.",
                ExitCode.BadInput
            );
        }

        var (rows, warnings) = (new List<ComparedRow>(), new List<string>());
        for (var other = 1; other < sweeps.Length; other++)
        {
            foreach (var level in Levels(sweeps[0]).Intersect(Levels(sweeps[other])))
            {
                rows.AddRange(CompareLevel(folders, sweeps, other, level, warnings));
            }
        }

        return new Comparison(
            "sweeps",
            [
                .. sweeps.Select(
                    (sweep, i) => new ComparedResult(Path.GetFileName(Path.GetFullPath(folders[i])), sweep.Simulated, sweep.Seed, null)
                ),
            ],
            rows,
            [.. Reasons(sweeps)]
        )
        {
            Warnings = warnings,
            Facts = [.. sweeps.Select((sweep, i) => $"{ComparisonText.NameOf(i)}: {SweepText.Headline(sweep)}."), .. KneeRatios(sweeps)],
            Plots = Curves(sweeps),
        };
    }

    private static IEnumerable<string> Reasons(SweepResult[] sweeps)
    {
        for (var i = 1; i < sweeps.Length; i++)
        {
            if (sweeps[i].Simulated != sweeps[0].Simulated)
            {
                yield return $"{ComparisonText.NameOf(i)} is "
                    + (sweeps[i].Simulated ? "simulated and A is not" : "real and A is simulated");
            }

            if (!sweeps[i].Simulated && !sweeps[0].Simulated && Models(sweeps[i]) != Models(sweeps[0]))
            {
                yield return $"{ComparisonText.NameOf(i)} used {Models(sweeps[i])}, A {Models(sweeps[0])}";
            }

            if (!sweeps[i].Slos.SequenceEqual(sweeps[0].Slos))
            {
                yield return $"{ComparisonText.NameOf(i)} was judged by other SLOs, so its knee has another meaning";
            }
        }
    }

    private static string Models(SweepResult sweep) => string.Join(", ", sweep.Endpoints.Select(endpoint => endpoint.Model).Order());

    private static IEnumerable<string> KneeRatios(SweepResult[] sweeps)
    {
        for (var i = 1; i < sweeps.Length; i++)
        {
            if (sweeps[0].Knee is { } a && sweeps[i].Knee is { } b)
            {
                yield return $"The knee of {ComparisonText.NameOf(i)} is ×{NumberFormat.Number(b / a)} that of A. Each is known to the "
                    + "distance between the last level that met the SLOs and the first that failed.";
            }
        }
    }

    private static IEnumerable<double> Levels(SweepResult sweep) =>
        sweep.Steps.Where(step => step.Invalid.Count == 0).Select(step => step.Level).Distinct().Order();

    private static IReadOnlyList<ComparedRow> CompareLevel(
        IReadOnlyList<string> folders,
        SweepResult[] sweeps,
        int other,
        double level,
        List<string> warnings
    )
    {
        string RunOf(int sweep) =>
            Path.Combine(folders[sweep], sweeps[sweep].Steps.Last(step => step.Level == level && step.Invalid.Count == 0).Run);
        if (new[] { RunOf(0), RunOf(other) }.FirstOrDefault(run => !Directory.Exists(run)) is { } missing)
        {
            warnings.Add($"{missing} is missing: level {NumberFormat.Number(level)} is compared without intervals, in the curves only.");
            return [];
        }

        var (a, b) = (SampleOf(RunOf(0)), SampleOf(RunOf(other)));
        return
        [
            .. Metrics
                .Select(pair => RunComparison.Compare(a, b, RunSample.AllRows, pair.Metric, pair.Statistic, other))
                .OfType<ComparedRow>()
                .Select(row => row with { Row = $"{NumberFormat.Number(level)} {sweeps[0].Unit}" }),
        ];
    }

    private static RunSample SampleOf(string run)
    {
        using var archive = RunStore.Open(run);
        return RunSample.Of(archive.Facts, archive.ReadTasks(), [.. Metrics.Select(pair => pair.Metric).Distinct()]);
    }

    /// <summary>Returns the curves of all sweeps on the same axes.</summary>
    private static IReadOnlyList<ReportPlot> Curves(SweepResult[] sweeps)
    {
        var plots = sweeps
            .Where(sweep => sweep.Steps.Count > 0)
            .Select(sweep => (XyPlot[])[.. SweepPlots.Knee(sweep), SweepPlots.Throughput(sweep)]);
        return
        [
            .. plots
                .SelectMany((own, sweep) => own.Select(plot => (Plot: plot, Sweep: sweep)))
                .GroupBy(pair => pair.Plot.Id)
                .Select(group =>
                    group.First().Plot with
                    {
                        Series =
                        [
                            .. group
                                .SelectMany(pair =>
                                    pair.Plot.Series.Where(series => series.Name != "offered")
                                        .Select(series => series with { Name = $"{ComparisonText.NameOf(pair.Sweep)} {series.Name}" })
                                )
                                .Select((series, i) => series with { Style = PlotStyle.Of(i) }),
                        ],
                        References = [.. group.First().Plot.References.Where(reference => !reference.IsVertical)],
                        X = group.First().Plot.X with { IsLog = group.Any(pair => pair.Plot.X.IsLog) },
                    }
                ),
        ];
    }
}
