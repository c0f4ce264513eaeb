namespace AgentLoad.Measurement.Comparisons;

/// <summary>One value and the cluster (task or problem) that it belongs to. Resampling draws whole clusters.</summary>
/// <param name="Cluster">Problem id, or a key that identifies the task if there is only one problem.</param>
/// <param name="Value">The value.</param>
internal readonly record struct ClusteredValue(string Cluster, double Value);

/// <summary>
/// The difference of a statistic between runs A and B, with a 95 % bootstrap interval (percentile method). Resampling draws problems with
/// all their tasks and calls, because neither the calls of a task nor the tasks of a problem are independent. If both runs worked on the
/// same problems, it draws them jointly for both runs. For two runs that do not differ, the interval excludes 0 in about 5 % of
/// comparisons.
/// </summary>
/// <param name="A">The statistic of A.</param>
/// <param name="B">The statistic of B.</param>
/// <param name="Change">B / A − 1; for rates B − A.</param>
/// <param name="Low">Lower bound of the change; null if a side has only one cluster.</param>
/// <param name="High">Upper bound of the change; null if a side has only one cluster.</param>
/// <param name="IsPaired">True if problems were drawn jointly for both runs.</param>
/// <param name="Clusters">Number of clusters of the smaller side.</param>
/// <param name="Samples">Number of values of the smaller side.</param>
internal sealed record Difference(double A, double B, double Change, double? Low, double? High, bool IsPaired, int Clusters, int Samples)
{
    private const double MaxWork = 1e8;

    /// <summary>True if the interval excludes "no change".</summary>
    public bool IsSignificant => Low > 0 || High < 0;

    /// <summary>Compares two sets of values.</summary>
    /// <param name="a">Values of A.</param>
    /// <param name="b">Values of B.</param>
    /// <param name="percentile">Percentile as a share from 0 to 1; null for the mean.</param>
    /// <param name="isRate">True to compare rates by their difference instead of by relative change.</param>
    /// <param name="paired">True to draw the clusters that both sides share and to ignore the others.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <param name="resamples">Maximum number of resamples. Very large inputs use fewer, but at least 200.</param>
    /// <returns>Null if a side has no values, or if the change is relative and A's statistic is 0.</returns>
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

        var clusters = Math.Min(sampleA.ClusterCount, sampleB.ClusterCount);
        if (clusters < 2)
        {
            return new Difference(ofA, ofB, Change(ofA, ofB), null, null, paired, clusters, Math.Min(a.Count, b.Count));
        }

        var random = new Random(seed);
        var changes = new List<double>();
        for (var round = (int)Math.Clamp(MaxWork / (a.Count + b.Count), Math.Min(200, resamples), resamples); round > 0; round--)
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
                clusters,
                Math.Min(a.Count, b.Count)
            );
    }
}
