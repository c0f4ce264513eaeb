using System.Globalization;
using AgentLoad.Measurement.Comparisons;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Client.Commands.Compare;

/// <summary>
/// A clause of <c>--fail-on</c>, <c>metric:statistic:worse:share</c>: fails where the statistic over all tasks became worse by more than the
/// share, and the interval excludes that nothing changed. For rates the share is in points: 5% is from 60 % to 55 %.
/// </summary>
internal sealed record FailClause(string Text, SloMetric Metric, string Statistic, double Limit)
{
    private static readonly string[] Statistics = ["mean", "p50", "p90", "p95", "p99", "rate"];

    /// <summary>Reads a clause.</summary>
    /// <exception cref="UserErrorException">It is none.</exception>
    public static FailClause Parse(string text)
    {
        UserErrorException Wrong(string why) =>
            new($"--fail-on '{text}': {why}; write metric:statistic:worse:share, as in task.latency:p95:worse:5%.", ExitCode.BadInput);
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        if (parts.Length != 4)
        {
            throw Wrong($"has {parts.Length} of 4 parts");
        }

        var metric =
            SloMetric.Find(parts[0])
            ?? throw Wrong($"there is no metric '{parts[0]}'; there are {string.Join(", ", SloMetric.All.Select(m => m.Name))}");
        if (!Statistics.Contains(parts[1]) || (parts[1] == "rate") != (metric.Unit == SloUnit.Flag))
        {
            throw Wrong(
                $"'{parts[1]}' is no statistic of {metric.Name}; allowed: {(metric.Unit == SloUnit.Flag ? "rate" : "mean, p50, p90, p95, p99")}"
            );
        }

        if (parts[2] != "worse")
        {
            throw Wrong($"'{parts[2]}' is not worse");
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
            throw Wrong($"'{parts[3]}' is no share such as 5% or 0.05");
        }

        return new FailClause(text, metric, parts[1], isPercent ? limit / 100 : limit);
    }

    /// <summary>The comparison that breaks the clause; null where none does. A metric that a run lacks breaks it too, as nothing is known.</summary>
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
