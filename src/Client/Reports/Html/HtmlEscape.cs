using System.Text;

namespace AgentLoad.Client.Reports.Html;

/// <summary>Makes any text fit for HTML, in an element or a quoted attribute.</summary>
internal static class HtmlEscape
{
    /// <summary>
    /// Escapes what HTML means something by, drops control characters and marks that turn the direction of writing (they can make
    /// text read as what it is not), and shows broken surrogates as U+FFFD.
    /// </summary>
    public static void AppendTo(StringBuilder into, string? text)
    {
        for (var i = 0; i < text?.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                into.Append(c).Append(text[++i]);
            }
            else if (!IsDropped(c))
            {
                _ = Entity(c) is { } entity ? into.Append(entity) : into.Append(char.IsSurrogate(c) || c >= '\uFFFE' ? '\uFFFD' : c);
            }
        }
    }

    private static string? Entity(char c) =>
        c switch
        {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            _ => null,
        };

    private static bool IsDropped(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\t'))
        || c is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
