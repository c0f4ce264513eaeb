namespace AgentLoad.Measurement.Comparisons;

/// <summary>One value with the task or problem that it belongs to: what belongs together is drawn together.</summary>
/// <param name="Cluster">Problem id where two runs are compared problem by problem, else anything that names the task.</param>
/// <param name="Value">The value.</param>
public readonly record struct ClusteredValue(string Cluster, double Value);

/// <summary>
/// How much a statistic of B differs from that of A, with a 95 % bootstrap interval (percentile method). Tasks are drawn, never single
/// calls, as calls of a task are not independent; where both runs did the same problems, problems are drawn, with their tasks of both runs.
/// Runs that do not differ give an interval without 0 in about 5 % of comparisons.
/// </summary>
/// <param name="A">The statistic of A.</param>
/// <param name="B">The statistic of B.</param>
/// <param name="Change">B / A − 1; for rates B − A.</param>
/// <param name="Low">Lower bound of the change.</param>
/// <param name="High">Upper bound of the change.</param>
/// <param name="IsPaired">True where problems were drawn for both runs at once.</param>
/// <param name="Clusters">Problems compared, or the tasks of the smaller side.</param>
/// <param name="Samples">Values of the smaller side.</param>
public sealed record Difference(double A, double B, double Change, double Low, double High, bool IsPaired, int Clusters, int Samples)
{
    private const double MostWork = 1e8;

    /// <summary>True where the interval excludes that nothing changed.</summary>
    public bool IsClear => Low > 0 || High < 0;

    /// <summary>Compares.</summary>
    /// <param name="a">Values of A.</param>
    /// <param name="b">Values of B.</param>
    /// <param name="percentile">Share of a percentile; null for the mean.</param>
    /// <param name="isRate">True for the difference of shares instead of the relative change.</param>
    /// <param name="paired">True to draw clusters that both sides have, and leave out the others.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <param name="resamples">Most resamples; fewer, but at least 200, where there are very many values.</param>
    /// <returns>Null where a side has no value, or A's statistic is 0 and the change relative.</returns>
    public static Difference? Of(
        IReadOnlyList<ClusteredValue> a,
        IReadOnlyList<ClusteredValue> b,
        double? percentile,
        bool isRate,
        bool paired,
        int seed = 1,
        int resamples = 2000
    )
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (paired)
        {
            var shared = a.Select(v => v.Cluster).ToHashSet(StringComparer.Ordinal);
            shared.IntersectWith(b.Select(v => v.Cluster));
            (a, b) = ([.. a.Where(v => shared.Contains(v.Cluster))], [.. b.Where(v => shared.Contains(v.Cluster))]);
        }

        if (a.Count == 0 || b.Count == 0)
        {
            return null;
        }

        var order = a.Select(v => v.Cluster).Distinct(StringComparer.Ordinal).ToArray();
        var sampleA = new ClusterSample(a, order);
        var sampleB = new ClusterSample(b, paired ? order : [.. b.Select(v => v.Cluster).Distinct(StringComparer.Ordinal)]);
        double ofA = sampleA.Statistic(percentile, null),
            ofB = sampleB.Statistic(percentile, null);
        if (!isRate && !(Math.Abs(ofA) > 0))
        {
            return null;
        }

        double Change(double from, double to) => isRate ? to - from : (to / from) - 1;

        var random = new Random(seed);
        var changes = new List<double>();
        for (var round = (int)Math.Clamp(MostWork / (a.Count + b.Count), Math.Min(200, resamples), resamples); round > 0; round--)
        {
            var drawnA = sampleA.Draw(random);
            var change = Change(
                sampleA.Statistic(percentile, drawnA),
                sampleB.Statistic(percentile, paired ? drawnA : sampleB.Draw(random))
            );
            if (double.IsFinite(change))
            {
                changes.Add(change);
            }
        }

        changes.Sort();
        var sorted = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(changes);
        return sorted.IsEmpty
            ? null
            : new Difference(
                ofA,
                ofB,
                Change(ofA, ofB),
                Statistics.Percentile.OfSorted(sorted, 0.025),
                Statistics.Percentile.OfSorted(sorted, 0.975),
                paired,
                Math.Min(sampleA.Clusters, sampleB.Clusters),
                Math.Min(a.Count, b.Count)
            );
    }
}
