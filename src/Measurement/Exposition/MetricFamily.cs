namespace AgentLoad.Measurement.Exposition;

/// <summary>Metric types of Prometheus.</summary>
internal enum MetricKind
{
    /// <summary>A value that can increase and decrease.</summary>
    Gauge,

    /// <summary>A cumulative value that only increases; its name ends with <c>_total</c>.</summary>
    Counter,

    /// <summary>Cumulative counts of values per bucket, with their sum.</summary>
    Histogram,
}

/// <summary>All series of one metric.</summary>
/// <param name="Name">Name; a counter's name includes <c>_total</c>.</param>
/// <param name="Kind">Metric type.</param>
/// <param name="Help">Description in one line.</param>
/// <param name="Samples">Samples; empty if nothing has been measured yet.</param>
internal sealed record MetricFamily(string Name, MetricKind Kind, string Help, IReadOnlyList<MetricSample> Samples)
{
    /// <summary>Creates a metric with one series and no labels.</summary>
    public static MetricFamily Of(string name, MetricKind kind, string help, double value) =>
        new(name, kind, help, [new MetricSample("", [], value)]);
}

/// <summary>One sample of a metric.</summary>
/// <param name="Suffix">Suffix of the family's name: <c>_bucket</c>, <c>_sum</c>, <c>_count</c> or empty.</param>
/// <param name="Labels">Label names and values.</param>
/// <param name="Value">The value.</param>
internal readonly record struct MetricSample(string Suffix, IReadOnlyList<KeyValuePair<string, string>> Labels, double Value)
{
    /// <summary>Exemplar of the bucket; null if there is none.</summary>
    public Exemplar? Exemplar { get; init; }
}

/// <summary>A measured value with the trace it was recorded in.</summary>
/// <param name="TraceId">Trace id, 32 hexadecimal digits.</param>
/// <param name="SpanId">Span id, 16 hexadecimal digits.</param>
/// <param name="Value">Measured value.</param>
/// <param name="UnixSeconds">Unix time of the measurement, seconds.</param>
internal sealed record Exemplar(string TraceId, string SpanId, double Value, double UnixSeconds);
