using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentLoad.Measurement.Exposition;

namespace AgentLoad.Client.Telemetry;

/// <summary>All series of one instrument. Thread-safe.</summary>
internal sealed class InstrumentMetrics
{
    /// <summary>Maximum number of series per metric. Further label sets are aggregated in one overflow series.</summary>
    public const int MaxSeries = 2000;

    private static readonly KeyValuePair<string, object?>[] Overflow = [new("otel.metric.overflow", "true")];

    private readonly ConcurrentDictionary<int, MetricSeries[]> _series = new();
    private readonly Lock _gate = new();
    private readonly double[] _bounds;
    private readonly MetricKind _kind;
    private readonly string _name;
    private readonly string _help;
    private readonly bool _isObservable;
    private int _count;

    public InstrumentMetrics(Instrument instrument)
    {
        _kind = instrument.GetType().Name.Split('`')[0] switch
        {
            // .NET publishes these two as counters, although they can decrease.
            _ when instrument.Name is "dotnet.thread_pool.queue.length" or "dotnet.thread_pool.thread.count" => MetricKind.Gauge,
            "Histogram" => MetricKind.Histogram,
            "Counter" or "ObservableCounter" => MetricKind.Counter,
            _ => MetricKind.Gauge,
        };
        _bounds = _kind == MetricKind.Histogram ? BoundsOf(instrument) : [];
        _isObservable = instrument.IsObservable;
        _help = instrument.Description ?? instrument.Name;
        _name = NameOf(instrument.Name, instrument.Unit, _kind);
    }

    public string Name => _name;

    /// <summary>
    /// Returns the Prometheus name: dots and hyphens become underscores; the unit and _total are appended (OpenTelemetry compatibility
    /// rules).
    /// </summary>
    public static string NameOf(string name, string? unit, MetricKind kind)
    {
        var plain = name.Replace('.', '_').Replace('-', '_');
        var ending = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        return plain + (plain.EndsWith(ending, StringComparison.Ordinal) ? "" : ending) + (kind == MetricKind.Counter ? "_total" : "");
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(tags);
        if (_kind == MetricKind.Histogram)
        {
            series.Observe(value);
        }
        else if (_isObservable)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    /// <summary>Records several measurements of one series.</summary>
    public void RecordAll(ReadOnlySpan<float> values, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!values.IsEmpty)
        {
            Find(tags).Observe(values);
        }
    }

    /// <summary>Attaches the span of an earlier measurement as an exemplar.</summary>
    public void AttachExemplar(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, ActivityContext span) =>
        Find(tags).AttachExemplar(value, span);

    public MetricFamily Read()
    {
        var samples = new List<MetricSample>();
        foreach (var series in _series.Values.SelectMany(static s => s))
        {
            series.Read(samples, _kind == MetricKind.Histogram);
        }

        return new MetricFamily(_name, _kind, _help, samples);
    }

    private static double[] BoundsOf(Instrument instrument) =>
        instrument switch
        {
            Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
            Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
            { Unit: "s" } => [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
            // The default boundaries of OpenTelemetry.
            _ => [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000],
        };

    private MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = new HashCode();
        foreach (var tag in tags)
        {
            hash.Add(tag.Value);
        }

        var key = hash.ToHashCode();
        if (_series.TryGetValue(key, out var known))
        {
            foreach (var series in known)
            {
                if (series.Has(tags))
                {
                    return series;
                }
            }
        }

        return Add(key, tags);
    }

    private MetricSeries Add(int key, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            var known = _series.GetValueOrDefault(key, []);
            foreach (var series in known)
            {
                if (series.Has(tags))
                {
                    return series;
                }
            }

            if (_count >= MaxSeries && !tags.SequenceEqual(Overflow))
            {
                return Find(Overflow);
            }

            var added = new MetricSeries(tags.ToArray(), _bounds);
            _series[key] = [.. known, added];
            _count++;
            return added;
        }
    }
}
