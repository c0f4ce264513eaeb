using AgentLoad.Measurement.Comparisons;

namespace AgentLoad.Client.Commands.Compare;

/// <summary>Compares runs with the first of them.</summary>
internal static class RunComparison
{
    private static readonly (string Metric, string Statistic)[] ByRow =
    [
        ("task.solved", "rate"),
        ("task.latency", "mean"),
        ("task.latency", "p95"),
        ("task.critical_path", "mean"),
        ("task.calls", "mean"),
        ("task.total_tokens", "mean"),
        ("task.wasted_tokens", "mean"),
        ("task.resent_tokens", "mean"),
    ];

    private static readonly (string Metric, string Statistic)[] ByRun =
    [
        ("call.ttft", "p50"),
        ("call.ttft", "p99"),
        ("call.tpot", "p50"),
        ("call.latency", "p50"),
        ("call.latency", "p99"),
        ("call.errors", "rate"),
        ("task.errors", "rate"),
    ];

    /// <summary>Returns the metrics to compare, including those used by clauses.</summary>
    public static IReadOnlyCollection<string> MetricsFor(IEnumerable<FailClause> clauses) =>
        [.. ByRow.Concat(ByRun).Select(pair => pair.Metric).Concat(clauses.Select(clause => clause.Metric.Name)).Distinct()];

    /// <summary>Compares every run with the first.</summary>
    public static Comparison Of(IReadOnlyList<RunSample> runs, IReadOnlyList<string> reasons)
    {
        var rows = new List<ComparedRow>();
        for (var run = 1; run < runs.Count; run++)
        {
            foreach (var row in runs[0].Rows.Intersect(runs[run].Rows))
            {
                rows.AddRange(
                    ByRow.Select(pair => Compare(runs[0], runs[run], row, pair.Metric, pair.Statistic, run)).OfType<ComparedRow>()
                );
            }

            rows.AddRange(
                ByRun.Select(pair => Compare(runs[0], runs[run], RunSample.AllRows, pair.Metric, pair.Statistic, run)).OfType<ComparedRow>()
            );
        }

        return new Comparison("runs", [.. runs.Select(run => ComparedResult.Of(run.Facts))], rows, reasons)
        {
            Plots = ComparisonPlots.Distributions(runs),
        };
    }

    /// <summary>Returns the quantile of a percentile such as "p95"; null for any other statistic.</summary>
    public static double? QuantileOf(string statistic) =>
        statistic switch
        {
            "p50" => 0.50,
            "p90" => 0.90,
            "p95" => 0.95,
            "p99" => 0.99,
            _ => null,
        };

    /// <summary>
    /// Compares one statistic; null if a run lacks it. Runs with the same seed are compared problem by problem. If a run has only one
    /// problem, its tasks are resampled instead of its problems.
    /// </summary>
    public static ComparedRow? Compare(RunSample a, RunSample b, string row, string metric, string statistic, int run)
    {
        var byProblem = Math.Min(a.ProblemsOf(row, metric), b.ProblemsOf(row, metric)) > 1;
        var paired = byProblem && a.Facts.Seed == b.Facts.Seed;
        var difference = Difference.Of(
            a.Values(row, metric, byProblem),
            b.Values(row, metric, byProblem),
            QuantileOf(statistic),
            statistic == "rate",
            paired,
            unchecked((int)a.Facts.Seed)
        );
        return difference is null ? null : new ComparedRow(row, metric, statistic, run, difference);
    }
}
