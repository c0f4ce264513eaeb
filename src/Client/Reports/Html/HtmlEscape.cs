using System.Text;

namespace AgentLoad.Client.Reports.Html;

/// <summary>Escapes text for HTML elements and quoted attributes.</summary>
internal static class HtmlEscape
{
    /// <summary>
    /// Escapes markup characters, removes control characters and bidirectional formatting characters (they can disguise text), and
    /// replaces unpaired surrogates by U+FFFD.
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
