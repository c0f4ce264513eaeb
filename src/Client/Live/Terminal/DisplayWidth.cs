using System.Globalization;
using System.Text;

namespace AgentLoad.Client.Live.Terminal;

/// <summary>Measures text in terminal columns.</summary>
internal static class DisplayWidth
{
    private static readonly (int From, int To)[] Wide =
    [
        (0x1100, 0x115F),
        (0x2E80, 0x303E),
        (0x3041, 0xA4CF),
        (0xA960, 0xA97F),
        (0xAC00, 0xD7A3),
        (0xF900, 0xFAFF),
        (0xFE30, 0xFE6F),
        (0xFF00, 0xFF60),
        (0xFFE0, 0xFFE6),
        (0x1F000, 0x1FAFF),
        (0x20000, 0x3FFFD),
    ];

    /// <summary>Returns the number of columns of the text.</summary>
    public static int Of(string text) => text.EnumerateRunes().Sum(Of);

    /// <summary>Truncates the text to a number of columns and appends an ellipsis if it was cut.</summary>
    public static string Truncate(string text, int columns)
    {
        if (Of(text) <= columns)
        {
            return text;
        }

        if (columns <= 0)
        {
            return "";
        }

        var (kept, used) = (new StringBuilder(), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (used + Of(rune) > columns - 1)
            {
                break;
            }

            kept.Append(rune.ToString());
            used += Of(rune);
        }

        return kept.Append('…').ToString();
    }

    private static int Of(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0
        : rune.Value < 0x1100 ? 1
        : Wide.Any(range => rune.Value >= range.From && rune.Value <= range.To) ? 2
        : 1;
}
