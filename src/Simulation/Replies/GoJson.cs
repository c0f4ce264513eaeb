using System.Buffers;
using System.Globalization;
using System.Text;

namespace AgentLoad.Simulation.Replies;

/// <summary>
/// Writes JSON as Go does, so that lines equal Ollama's byte for byte: &lt;, &gt; and &amp; are escaped, other text is unchanged.
/// </summary>
internal static class GoJson
{
    private static readonly SearchValues<char> Special = SearchValues.Create([
        .. Enumerable.Range(0, 32).Select(code => (char)code),
        '"',
        '\\',
        '<',
        '>',
        '&',
        '\u2028',
        '\u2029',
    ]);

    /// <summary>Returns a quoted string.</summary>
    public static string Quote(string text) => $"\"{Escape(text)}\"";

    /// <summary>Returns the content of a quoted string.</summary>
    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny(Special) < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 8);
        foreach (var unit in text)
        {
            _ = unit switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                '\b' => escaped.Append("\\b"),
                '\f' => escaped.Append("\\f"),
                _ when Special.Contains(unit) => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
                _ => escaped.Append(unit),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Formats a time as Go does, without trailing zeros of the fraction.</summary>
    public static string Time(DateTimeOffset instant)
    {
        var text = instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture).TrimEnd('0');
        return (text[^1] == '.' ? text[..^1] : text) + "Z";
    }

    /// <summary>Converts seconds to whole nanoseconds, rounded to microseconds.</summary>
    public static long Nanoseconds(double seconds) => (long)Math.Round(seconds * 1e6) * 1000;
}
