using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Reports.Plots;
using AgentLoad.Measurement.Comparisons;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Commands.Compare;

/// <summary>Compares studies with the first of them, cell by cell.</summary>
internal static class StudyComparison
{
    private static readonly (string Metric, string Statistic, Func<StudyTask, double?> Value)[] Metrics =
    [
        ("task.solved", "rate", task => IsJudged(task) ? (task.State == TaskState.Solved ? 1 : 0) : null),
        ("task.total_tokens", "mean", task => task.IsComparable ? task.TotalTokens : null),
        ("task.calls", "mean", task => task.IsComparable ? task.Calls : null),
        ("task.latency", "mean", task => task.IsComparable ? task.LatencySeconds : null),
        ("task.latency", "p95", task => task.IsComparable ? task.LatencySeconds : null),
    ];

    /// <summary>Compares studies; cells with the same strategy, settings, problem, model and budget belong together.</summary>
    public static Comparison Of(IReadOnlyList<SavedStudy> studies)
    {
        var (rows, warnings) = (new List<ComparedRow>(), new List<string>());
        for (var other = 1; other < studies.Count; other++)
        {
            var cells = Cells(studies[other]);
            var common = Cells(studies[0]).Where(pair => cells.ContainsKey(pair.Key)).ToArray();
            if (common.Length < Math.Max(cells.Count, Cells(studies[0]).Count))
            {
                warnings.Add(
                    $"{common.Length} cells are in both A and {ComparisonText.NameOf(other)}; "
                        + $"{Cells(studies[0]).Count - common.Length} are only in A, {cells.Count - common.Length} only in "
                        + $"{ComparisonText.NameOf(other)}"
                );
            }

            foreach (var (key, cell) in common)
            {
                rows.AddRange(Compare(studies[0], cell, studies[other], cells[key], key, other));
            }
        }

        return new Comparison(
            "studies",
            [
                .. studies.Select(study => new ComparedResult(
                    Path.GetFileName(study.Folder),
                    study.Results.Simulated,
                    study.Results.Study.Seed,
                    null
                )),
            ],
            rows,
            [.. Reasons(studies)]
        )
        {
            Warnings = warnings,
            Plots = Plots(studies),
        };
    }

    private static IEnumerable<string> Reasons(IReadOnlyList<SavedStudy> studies)
    {
        for (var i = 1; i < studies.Count; i++)
        {
            if (studies[i].Results.Simulated != studies[0].Results.Simulated)
            {
                yield return $"{ComparisonText.NameOf(i)} is "
                    + (studies[i].Results.Simulated ? "simulated and A is not" : "real and A is simulated");
            }

            if (!Cells(studies[i]).Keys.Intersect(Cells(studies[0]).Keys).Any())
            {
                yield return $"{ComparisonText.NameOf(i)} has no cell in common with A";
            }
        }
    }

    private static bool IsJudged(StudyTask task) => task.State is not (TaskState.Failed or TaskState.Lost or TaskState.Answered);

    private static Dictionary<string, CellResult> Cells(SavedStudy study) =>
        study
            .Results.Cells.Where(cell => cell.Tasks > 0)
            .GroupBy(cell => $"{StudyText.NameOf(cell.Cell)} · {cell.Cell.ProblemText} · {cell.Cell.Model}", StringComparer.Ordinal)
            .ToDictionary(cells => cells.Key, cells => cells.First(), StringComparer.Ordinal);

    private static IEnumerable<ComparedRow> Compare(SavedStudy a, CellResult cellA, SavedStudy b, CellResult cellB, string name, int run)
    {
        foreach (var (metric, statistic, value) in Metrics)
        {
            if (metric == "task.solved" && (cellA.Solved is null || cellB.Solved is null))
            {
                continue;
            }

            var (ofA, ofB) = (Values(a, cellA, value), Values(b, cellB, value));
            var isPaired =
                a.Results.Study.Seed == b.Results.Study.Seed
                && ofA.Select(v => v.Cluster).Intersect(ofB.Select(v => v.Cluster)).Skip(1).Any();
            if (
                Difference.Of(
                    ofA,
                    ofB,
                    RunComparison.QuantileOf(statistic),
                    statistic == "rate",
                    isPaired,
                    unchecked((int)a.Results.Study.Seed)
                ) is
                { } difference
            )
            {
                yield return new ComparedRow(name, metric, statistic, run, difference);
            }
        }
    }

    private static ClusteredValue[] Values(SavedStudy study, CellResult cell, Func<StudyTask, double?> value) =>
        [
            .. study
                .Tasks.Where(task => task.CellId == cell.Cell.Id && value(task) is not null)
                .Select(task => new ClusteredValue(task.Problem, value(task)!.Value)),
        ];

    private static IReadOnlyList<ReportPlot> Plots(IReadOnlyList<SavedStudy> studies)
    {
        var common = studies.Skip(1).Aggregate(Cells(studies[0]).Keys.ToHashSet(), (keys, study) => [.. keys.Intersect(Cells(study).Keys)]);
        var problems = Cells(studies[0])
            .Where(pair => common.Contains(pair.Key))
            .GroupBy(pair => (pair.Value.Cell.ProblemText, pair.Value.Cell.Model));
        return
        [
            .. problems.Select(
                (problem, i) =>
                    (ReportPlot)Solved(
                        studies,
                        [.. problem.Select(pair => pair.Key)],
                        $"{TerminalText.Sanitize(problem.Key.ProblemText)} · {TerminalText.Sanitize(problem.Key.Model)}",
                        $"solved-tokens-{i + 1}"
                    )
            ),
            .. new (string Id, string Title, PlotUnit Unit, string Axis, Func<StudyTask, double?> Value)[]
            {
                ("latency", "Common cells: task latency", PlotUnit.Seconds, "seconds", task => task.LatencySeconds),
                ("tokens", "Common cells: tokens per task", PlotUnit.Number, "tokens", task => task.TotalTokens),
            }
                .Select(metric =>
                    ComparisonPlots.Overlay(
                        metric.Id,
                        metric.Title,
                        studies.Select((study, i) => (ComparisonText.NameOf(i), ValuesOf(study, common, metric.Value))),
                        metric.Unit,
                        metric.Axis
                    )
                )
                .OfType<XyPlot>(),
        ];
    }

    private static IReadOnlyList<double> ValuesOf(SavedStudy study, HashSet<string> common, Func<StudyTask, double?> value)
    {
        var ids = Cells(study).Where(pair => common.Contains(pair.Key)).Select(pair => pair.Value.Cell.Id).ToHashSet();
        return [.. study.Tasks.Where(task => ids.Contains(task.CellId) && task.IsComparable).Select(value).OfType<double>()];
    }

    private static XyPlot Solved(IReadOnlyList<SavedStudy> studies, string[] keys, string name, string id) =>
        new(
            id,
            $"{name}: solved rate against tokens",
            new PlotAxis("mean tokens per task", PlotUnit.Number, IsLog: true),
            PlotAxis.Share("solved, 95 % interval"),
            [
                .. studies.Select(
                    (study, i) =>
                        new PlotSeries(
                            ComparisonText.NameOf(i),
                            PlotStyle.Of(i),
                            [
                                .. keys.Select(key => (Key: key, Cell: Cells(study)[key]))
                                    .Where(pair => pair.Cell is { Solved: not null, TotalTokens: > 0 })
                                    .Select(pair => new PlotPoint(
                                        pair.Cell.TotalTokens!.Value,
                                        pair.Cell.Solved!.Rate,
                                        pair.Cell.Solved.Low,
                                        pair.Cell.Solved.High,
                                        $"{ComparisonText.NameOf(i)} {StudyText.NameOf(pair.Cell.Cell)}"
                                    )),
                            ]
                        )
                        {
                            HasLine = false,
                            HasMarkers = true,
                        }
                ),
            ]
        );
}
