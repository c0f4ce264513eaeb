using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Histograms;

/// <summary>
/// A histogram of durations with log-linear buckets (the scheme of HdrHistogram) and three significant digits. Percentiles are accurate to
/// 0.1 % or to half a microsecond, whichever is larger. Durations are seconds, stored as whole microseconds from 0 to 24 h; values outside
/// this range are clamped. Memory grows with the longest duration, up to 232 KB. Not thread-safe.
/// </summary>
internal sealed class LogLinearHistogram
{
    private const double PerSecond = 1e6;
    private const long MaxMicroseconds = 24L * 3600 * 1_000_000;

    private long[] _counts = [];
    private long _min = long.MaxValue;
    private long _max;
    private double _sum;

    /// <summary>Number of values.</summary>
    public long Count { get; private set; }

    /// <summary>Smallest value, seconds; null if the histogram is empty.</summary>
    public double? Min => Count == 0 ? null : _min / PerSecond;

    /// <summary>Largest value, seconds; null if the histogram is empty.</summary>
    public double? Max => Count == 0 ? null : _max / PerSecond;

    /// <summary>Mean, seconds; null if the histogram is empty.</summary>
    public double? Mean => Count == 0 ? null : _sum / Count / PerSecond;

    /// <summary>Non-empty buckets in ascending order.</summary>
    public IEnumerable<HistogramBucket> Buckets
    {
        get
        {
            for (var index = 0; index < _counts.Length; index++)
            {
                if (_counts[index] > 0)
                {
                    yield return new HistogramBucket(LogLinearBuckets.LowestOf(index), LogLinearBuckets.WidthOf(index), _counts[index]);
                }
            }
        }
    }

    /// <summary>
    /// Restores a histogram from stored buckets, each identified by its lowest value in microseconds. Percentiles are the same as before;
    /// minimum, maximum and mean are computed from the buckets.
    /// </summary>
    public static LogLinearHistogram Restore(IEnumerable<(long LowestMicroseconds, long Count)> buckets)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        var histogram = new LogLinearHistogram();
        foreach (var (lowest, count) in buckets)
        {
            histogram.Add(MiddleOf(LogLinearBuckets.IndexOf(Math.Clamp(lowest, 0, MaxMicroseconds))), count);
        }

        return histogram;
    }

    /// <summary>Records a duration <paramref name="count"/> times.</summary>
    /// <exception cref="ArgumentException">The duration is not a number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public void Record(double seconds, long count = 1)
    {
        if (double.IsNaN(seconds))
        {
            throw new ArgumentException("A duration must be a number.", nameof(seconds));
        }

        Add((long)Math.Round(Math.Clamp(seconds * PerSecond, 0, MaxMicroseconds)), count);
    }

    /// <summary>Adds the counts of <paramref name="other"/>, as if its values had been recorded in this histogram.</summary>
    public void Merge(LogLinearHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Grow(other._counts.Length);
        for (var index = 0; index < other._counts.Length; index++)
        {
            _counts[index] += other._counts[index];
        }

        Count += other.Count;
        _sum += other._sum;
        _min = Math.Min(_min, other._min);
        _max = Math.Max(_max, other._max);
    }

    /// <summary>
    /// Returns the values recorded since <paramref name="earlier"/>, an earlier copy of this histogram. Minimum, maximum and mean are
    /// computed from the buckets. A bucket with a smaller count than before counts as 0.
    /// </summary>
    public LogLinearHistogram Since(LogLinearHistogram earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        var since = new LogLinearHistogram();
        for (var index = 0; index < _counts.Length; index++)
        {
            since.Add(MiddleOf(index), Math.Max(0, _counts[index] - (index < earlier._counts.Length ? earlier._counts[index] : 0)));
        }

        return since;
    }

    /// <summary>Returns the nearest-rank percentile <paramref name="p"/> (0 to 1), seconds; null if the histogram is empty.</summary>
    public double? Percentile(double p)
    {
        var rank = Statistics.Percentile.Rank(p, Math.Max(1, Count));
        if (Count == 0)
        {
            return null;
        }

        var index = 0;
        for (var seen = _counts[0]; seen < rank; seen += _counts[index])
        {
            index++;
        }

        return Math.Clamp(MiddleOf(index), _min, _max) / PerSecond;
    }

    /// <summary>Returns the summary statistics, accurate to the bucket width; null if the histogram is empty.</summary>
    public Distribution? ToDistribution()
    {
        if (Count == 0)
        {
            return null;
        }

        var mean = _sum / Count;
        var squares = Buckets.Sum(bucket =>
            bucket.Count * Math.Pow(MiddleOf(LogLinearBuckets.IndexOf(bucket.LowestMicroseconds)) - mean, 2)
        );
        return new Distribution
        {
            Count = Count,
            Mean = mean / PerSecond,
            Min = _min / PerSecond,
            Max = _max / PerSecond,
            P50 = Percentile(0.50)!.Value,
            P90 = Percentile(0.90)!.Value,
            P95 = Percentile(0.95)!.Value,
            P99 = Percentile(0.99)!.Value,
            StandardDeviation = Count > 1 ? Math.Sqrt(squares / (Count - 1)) / PerSecond : 0,
        };
    }

    /// <summary>Returns a copy of the histogram.</summary>
    public LogLinearHistogram Copy()
    {
        var copy = new LogLinearHistogram();
        copy.Merge(this);
        return copy;
    }

    /// <summary>Removes all values and keeps the allocated memory.</summary>
    public void Reset()
    {
        Array.Clear(_counts);
        (Count, _sum, _min, _max) = (0, 0, long.MaxValue, 0);
    }

    private static long MiddleOf(int index) => LogLinearBuckets.LowestOf(index) + (LogLinearBuckets.WidthOf(index) / 2);

    private void Add(long microseconds, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0)
        {
            return;
        }

        var index = LogLinearBuckets.IndexOf(microseconds);
        Grow(index + 1);
        _counts[index] += count;
        Count += count;
        _sum += (double)microseconds * count;
        _min = Math.Min(_min, microseconds);
        _max = Math.Max(_max, microseconds);
    }

    private void Grow(int length)
    {
        if (length > _counts.Length)
        {
            Array.Resize(ref _counts, (length + 1023) & ~1023);
        }
    }
}
