using System.Globalization;
using AgentLoad.Measurement.Comparisons;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Client.Commands.Compare;

/// <summary>
/// A clause of <c>--fail-on</c>, <c>metric:statistic:worse:share</c>: fails if the statistic over all tasks became worse by more than the
/// share and the confidence interval excludes zero. For rates, the share is in percentage points: 5% is from 60 % to 55 %.
/// </summary>
internal sealed record FailClause(string Text, SloMetric Metric, string Statistic, double Limit)
{
    private static readonly string[] Statistics = ["mean", "p50", "p90", "p95", "p99", "rate"];

    /// <summary>Reads a clause.</summary>
    /// <exception cref="UserErrorException">The clause is invalid.</exception>
    public static FailClause Parse(string text)
    {
        UserErrorException Invalid(string reason) =>
            new(
                $"--fail-on '{text}': {reason}; expected metric:statistic:worse:share, for example task.latency:p95:worse:5%.",
                ExitCode.BadInput
            );
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        if (parts.Length != 4)
        {
            throw Invalid($"has {parts.Length} of 4 parts");
        }

        var metric =
            SloMetric.Find(parts[0])
            ?? throw Invalid($"unknown metric '{parts[0]}'; known: {string.Join(", ", SloMetric.All.Select(m => m.Name))}");
        if (!Statistics.Contains(parts[1]) || (parts[1] == "rate") != (metric.Unit == SloUnit.Flag))
        {
            var allowed = metric.Unit == SloUnit.Flag ? "rate" : "mean, p50, p90, p95, p99";
            throw Invalid($"'{parts[1]}' is not a statistic of {metric.Name}; allowed: {allowed}");
        }

        if (parts[2] != "worse")
        {
            throw Invalid($"'{parts[2]}' is not allowed; only 'worse' is");
        }

        var isPercent = parts[3].EndsWith('%');
        if (
            !double.TryParse(
                isPercent ? parts[3][..^1] : parts[3],
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var limit
            ) || !double.IsFinite(limit)
        )
        {
            throw Invalid($"'{parts[3]}' is not a share such as 5% or 0.05");
        }

        return new FailClause(text, metric, parts[1], isPercent ? limit / 100 : limit);
    }

    /// <summary>Returns whether the clause fails, and the failing comparison. It also fails if a run lacks the metric.</summary>
    public (bool Failed, ComparedRow? Row) Evaluate(IReadOnlyList<RunSample> runs)
    {
        for (var run = 1; run < runs.Count; run++)
        {
            var row = RunComparison.Compare(runs[0], runs[run], RunSample.AllRows, Metric.Name, Statistic, run);
            if (
                row is null
                && runs[0].Values(RunSample.AllRows, Metric.Name, byProblem: false).All(v => v.Value == 0)
                && runs[run].Values(RunSample.AllRows, Metric.Name, byProblem: false) is { Count: > 0 } values
                && values.All(v => v.Value == 0)
            )
            {
                continue;
            }

            if (row is null || (row.Worse > Limit && row.Difference.IsSignificant))
            {
                return (true, row);
            }
        }

        return (false, null);
    }
}
