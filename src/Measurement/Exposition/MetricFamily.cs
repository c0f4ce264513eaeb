namespace AgentLoad.Measurement.Exposition;

/// <summary>Kinds of metrics, as Prometheus knows them.</summary>
public enum MetricKind
{
    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>A sum that only grows; its name ends with <c>_total</c>.</summary>
    Counter,

    /// <summary>Counts of values up to bounds, with their sum.</summary>
    Histogram,
}

/// <summary>All series of one metric.</summary>
/// <param name="Name">Its name; of a counter with <c>_total</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Help">What it means, in one line.</param>
/// <param name="Samples">Its samples; none where nothing was measured yet.</param>
public sealed record MetricFamily(string Name, MetricKind Kind, string Help, IReadOnlyList<MetricSample> Samples)
{
    /// <summary>A metric of one series without labels.</summary>
    public static MetricFamily Of(string name, MetricKind kind, string help, double value) =>
        new(name, kind, help, [new MetricSample("", [], value)]);
}

/// <summary>One value.</summary>
/// <param name="Suffix">What follows the family's name: <c>_bucket</c>, <c>_sum</c>, <c>_count</c> or nothing.</param>
/// <param name="Labels">Names and values of labels.</param>
/// <param name="Value">The value.</param>
public readonly record struct MetricSample(string Suffix, IReadOnlyList<KeyValuePair<string, string>> Labels, double Value)
{
    /// <summary>A measurement that is an example of the bucket, or null.</summary>
    public Exemplar? Exemplar { get; init; }
}

/// <summary>A measurement that can be looked up: the trace that it was taken in.</summary>
/// <param name="TraceId">The trace, 32 hexadecimal digits.</param>
/// <param name="SpanId">The span, 16 hexadecimal digits.</param>
/// <param name="Value">What was measured.</param>
/// <param name="UnixSeconds">When.</param>
public sealed record Exemplar(string TraceId, string SpanId, double Value, double UnixSeconds);
