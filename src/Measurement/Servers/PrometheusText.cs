using System.Globalization;

namespace AgentLoad.Measurement.Servers;

/// <summary>One series of a metrics page.</summary>
/// <param name="Name">Name of the metric.</param>
/// <param name="Labels">Labels as written, without braces.</param>
/// <param name="Value">Value; can be NaN or infinite.</param>
internal readonly record struct ScrapedSeries(string Name, string Labels, double Value)
{
    /// <summary>Returns the value of a label, with escape sequences unchanged; null if the label does not exist.</summary>
    public string? Label(string name)
    {
        for (
            var at = Labels.IndexOf(name + "=\"", StringComparison.Ordinal);
            at >= 0;
            at = Labels.IndexOf(name + "=\"", at + 1, StringComparison.Ordinal)
        )
        {
            if (at > 0 && Labels[at - 1] is not (',' or ' '))
            {
                continue;
            }

            var from = at + name.Length + 2;
            return Labels.IndexOf('"', from) is >= 0 and var to ? Labels[from..to] : null;
        }

        return null;
    }
}

/// <summary>
/// Reads the Prometheus text format 0.0.4 and OpenMetrics (https://prometheus.io/docs/instrumenting/exposition_formats/). Never throws:
/// invalid lines are ignored.
/// </summary>
internal static class PrometheusText
{
    /// <summary>Returns all series with matching metric names, in the order of the text.</summary>
    public static IEnumerable<ScrapedSeries> Read(string text, Func<string, bool> filter)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(filter);
        for (var start = 0; start < text.Length; )
        {
            var end = text.IndexOf('\n', start) is >= 0 and var found ? found : text.Length;
            if (Series(text[start..end], filter) is { } series)
            {
                yield return series;
            }

            start = end + 1;
        }
    }

    private static ScrapedSeries? Series(string line, Func<string, bool> filter)
    {
        var nameEnd = line.AsSpan().IndexOfAny("{ \t#<");
        if (nameEnd <= 0 || line[nameEnd] is '#' or '<' || !filter(line[..nameEnd]))
        {
            return null;
        }

        var (labels, rest) = ("", nameEnd);
        if (line[nameEnd] == '{')
        {
            var close = Close(line, nameEnd + 1);
            if (close < 0)
            {
                return null;
            }

            (labels, rest) = (line[(nameEnd + 1)..close], close + 1);
        }

        var value = line[rest..].Split([' ', '\t', '\r'], 2, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return value is not null && Number(value) is { } number ? new ScrapedSeries(line[..nameEnd], labels, number) : null;
    }

    private static int Close(string line, int from)
    {
        var quoted = false;
        for (var i = from; i < line.Length; i++)
        {
            if (quoted && line[i] == '\\')
            {
                i++;
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (line[i] == '}' && !quoted)
            {
                return i;
            }
        }

        return -1;
    }

    private static double? Number(string text) =>
        text switch
        {
            "+Inf" or "Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            "NaN" => double.NaN,
            _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null,
        };
}
