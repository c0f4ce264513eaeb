using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Comparisons;

/// <summary>Sorted values with their clusters. The statistic of a resample takes one pass with a weight per cluster.</summary>
internal sealed class ClusterSample
{
    private readonly double[] _values;
    private readonly int[] _clusters;
    private readonly double[] _sums;
    private readonly int[] _counts;

    public ClusterSample(IReadOnlyList<ClusteredValue> values, IReadOnlyList<string> clusters)
    {
        var index = clusters
            .Select((cluster, i) => (cluster, i))
            .ToDictionary(pair => pair.cluster, pair => pair.i, StringComparer.Ordinal);
        _values = [.. values.Select(v => v.Value)];
        _clusters = [.. values.Select(v => index[v.Cluster])];
        Array.Sort(_values, _clusters);
        (_sums, _counts) = (new double[clusters.Count], new int[clusters.Count]);
        for (var i = 0; i < _values.Length; i++)
        {
            _sums[_clusters[i]] += _values[i];
            _counts[_clusters[i]]++;
        }
    }

    /// <summary>Number of clusters.</summary>
    public int ClusterCount => _counts.Length;

    /// <summary>Draws clusters with replacement, as many draws as clusters, and returns the number of draws of each cluster.</summary>
    public int[] Draw(Random random)
    {
        var times = new int[_counts.Length];
        for (var i = 0; i < times.Length; i++)
        {
            times[random.Next(times.Length)]++;
        }

        return times;
    }

    /// <summary>Returns the mean or a nearest-rank percentile with each cluster weighted by its number of draws.</summary>
    public double Statistic(double? percentile, int[]? times)
    {
        long count = 0;
        double sum = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            var weight = times?[i] ?? 1;
            count += (long)weight * _counts[i];
            sum += weight * _sums[i];
        }

        if (percentile is not { } p || count == 0)
        {
            return sum / count;
        }

        var rank = Percentile.Rank(p, count);
        for (var i = 0; i < _values.Length; i++)
        {
            rank -= times?[_clusters[i]] ?? 1;
            if (rank <= 0)
            {
                return _values[i];
            }
        }

        return _values[^1];
    }
}
