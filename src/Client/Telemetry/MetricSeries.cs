using System.Diagnostics;
using AgentLoad.Measurement.Exposition;

namespace AgentLoad.Client.Telemetry;

/// <summary>Measurements of one label set.</summary>
/// <param name="labels">Labels.</param>
/// <param name="bounds">Upper bounds of the histogram buckets; empty for other instruments.</param>
internal sealed class MetricSeries(KeyValuePair<string, object?>[] labels, double[] bounds)
{
    private readonly Lock _gate = new();
    private readonly KeyValuePair<string, string>[] _labels =
    [
        .. labels.Select(label => new KeyValuePair<string, string>(label.Key.Replace('.', '_'), label.Value?.ToString() ?? "")),
    ];

    private readonly long[] _counts = new long[bounds.Length + 1];
    private readonly Exemplar?[] _exemplars = new Exemplar?[bounds.Length + 1];
    private double _sum;

    public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length != labels.Length)
        {
            return false;
        }

        for (var i = 0; i < tags.Length; i++)
        {
            if (!ReferenceEquals(tags[i].Value, labels[i].Value) && !Equals(tags[i].Value, labels[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    public void Add(double value)
    {
        lock (_gate)
        {
            _sum += value;
        }
    }

    public void Set(double value)
    {
        lock (_gate)
        {
            _sum = value;
        }
    }

    /// <summary>Attaches the span of an earlier measurement as an exemplar, if its trace is kept.</summary>
    public void AttachExemplar(double value, ActivityContext span)
    {
        var bucket = BucketOf(value);
        lock (_gate)
        {
            // The measurement may have been recorded by another host.
            if (_counts[bucket] > 0)
            {
                _exemplars[bucket] = ExemplarOf(value, span);
            }
        }
    }

    /// <summary>Records several measurements, without exemplars.</summary>
    public void Observe(ReadOnlySpan<float> values)
    {
        lock (_gate)
        {
            foreach (var value in values)
            {
                _counts[BucketOf(value)]++;
                _sum += value;
            }
        }
    }

    public void Observe(double value)
    {
        var bucket = BucketOf(value);
        var exemplar = Activity.Current is { Recorded: true } activity ? ExemplarOf(value, activity.Context) : null;
        lock (_gate)
        {
            _counts[bucket]++;
            _sum += value;
            _exemplars[bucket] = exemplar ?? _exemplars[bucket];
        }
    }

    public void Read(List<MetricSample> samples, bool isHistogram)
    {
        lock (_gate)
        {
            if (!isHistogram)
            {
                samples.Add(new MetricSample("", _labels, _sum));
                return;
            }

            long count = 0;
            for (var i = 0; i < _counts.Length; i++)
            {
                count += _counts[i];
                var bound = MetricsText.Number(i < bounds.Length ? bounds[i] : double.PositiveInfinity);
                samples.Add(new MetricSample("_bucket", [.. _labels, new("le", bound)], count) { Exemplar = _exemplars[i] });
            }

            samples.Add(new MetricSample("_sum", _labels, _sum));
            samples.Add(new MetricSample("_count", _labels, count));
        }
    }

    private static Exemplar ExemplarOf(double value, ActivityContext span) =>
        new(
            span.TraceId.ToHexString(),
            span.SpanId.ToHexString(),
            value,
            TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0
        );

    private int BucketOf(double value)
    {
        var bucket = 0;
        while (bucket < bounds.Length && value > bounds[bucket])
        {
            bucket++;
        }

        return bucket;
    }
}
