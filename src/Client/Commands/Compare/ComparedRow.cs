using AgentLoad.Measurement.Comparisons;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Commands.Compare;

/// <summary>The comparison of a statistic between one result and the first one.</summary>
/// <param name="Row">Strategy and problem, or level of a sweep; empty for all tasks.</param>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Statistic">mean, rate, p50, p90, p95 or p99.</param>
/// <param name="Run">Number of the result compared with the first, from 1.</param>
/// <param name="Difference">Change and its confidence interval.</param>
internal sealed record ComparedRow(string Row, string Metric, string Statistic, int Run, Difference Difference)
{
    private static readonly HashSet<string> MoreIsBetter = ["task.solved", "task.score", "task.parallelism"];

    /// <summary>Returns true if a higher value of the metric is worse.</summary>
    public static bool IsCost(string metric) => !MoreIsBetter.Contains(metric);

    /// <summary>The change, with its sign set so that a positive value is worse.</summary>
    public double Worse => IsCost(Metric) ? Difference.Change : -Difference.Change;

    /// <summary>False for a percentile of too few values.</summary>
    public bool IsCertified =>
        RunComparison.QuantileOf(Statistic) is not { } share || TailCertification.IsCertified(share, Difference.Samples);

    /// <summary>"better" or "worse" if the interval excludes zero, "few samples" for an uncertified percentile, otherwise empty.</summary>
    public string Verdict =>
        !Difference.IsSignificant ? ""
        : !IsCertified ? "few samples"
        : Worse > 0 ? "worse"
        : "better";
}
