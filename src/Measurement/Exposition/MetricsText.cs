using System.Globalization;
using System.Text;

namespace AgentLoad.Measurement.Exposition;

/// <summary>
/// Writes metrics in the Prometheus text format 0.0.4 or in OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/). Only
/// OpenMetrics supports exemplars.
/// </summary>
internal static class MetricsText
{
    /// <summary>Content type of the Prometheus text format.</summary>
    public const string PrometheusType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Content type of OpenMetrics.</summary>
    public const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /// <summary>Writes all families.</summary>
    /// <param name="families">Metrics with unique names.</param>
    /// <param name="openMetrics">True for OpenMetrics, false for the Prometheus text format.</param>
    public static string Write(IEnumerable<MetricFamily> families, bool openMetrics)
    {
        ArgumentNullException.ThrowIfNull(families);
        var text = new StringBuilder(16384);
        foreach (var family in families)
        {
            var header = openMetrics && family.Kind == MetricKind.Counter ? family.Name[..^"_total".Length] : family.Name;
            text.Append("# HELP ")
                .Append(header)
                .Append(' ')
                .Append(Escape(family.Help, openMetrics))
                .Append('\n')
                .Append("# TYPE ")
                .Append(header)
                .Append(' ')
                .Append(
                    family.Kind switch
                    {
                        MetricKind.Gauge => "gauge",
                        MetricKind.Counter => "counter",
                        _ => "histogram",
                    }
                )
                .Append('\n');
            foreach (var sample in family.Samples)
            {
                Append(text, family.Name, sample, openMetrics);
            }
        }

        return (openMetrics ? text.Append("# EOF\n") : text).ToString();
    }

    /// <summary>Formats a number for both formats.</summary>
    public static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : double.IsNaN(value) ? "NaN"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static void Append(StringBuilder text, string name, MetricSample sample, bool openMetrics)
    {
        text.Append(name).Append(sample.Suffix);
        if (sample.Labels.Count > 0)
        {
            text.Append('{');
            for (var i = 0; i < sample.Labels.Count; i++)
            {
                var (label, value) = sample.Labels[i];
                text.Append(i > 0 ? "," : "").Append(label).Append("=\"").Append(Escape(value, quotes: true)).Append('"');
            }

            text.Append('}');
        }

        text.Append(' ').Append(Number(sample.Value));
        if (openMetrics && sample.Exemplar is { } exemplar)
        {
            text.Append(" # {trace_id=\"")
                .Append(exemplar.TraceId)
                .Append("\",span_id=\"")
                .Append(exemplar.SpanId)
                .Append("\"} ")
                .Append(Number(exemplar.Value))
                .Append(' ')
                .Append(exemplar.UnixSeconds.ToString("0.000", CultureInfo.InvariantCulture));
        }

        text.Append('\n');
    }

    private static string Escape(string text, bool quotes)
    {
        if (text.AsSpan().IndexOfAny('\\', '\n', '"') < 0)
        {
            return text;
        }

        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
