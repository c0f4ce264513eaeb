using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Replies;

/// <summary>Converts the Markdown of replies to plain text. Lines are kept; multiplication signs are not taken for emphasis.</summary>
internal static partial class Markdown
{
    /// <summary>Converts a text. Never throws.</summary>
    public static string ToPlain(string text)
    {
        var plain = Fence().Replace(text, "");
        if (plain.Contains('|', StringComparison.Ordinal))
        {
            plain = TableRule().Replace(plain, "");
            plain = TableRow().Replace(plain, row => string.Join(": ", Cells(row.Value)));
        }

        plain = Bold().Replace(plain, "");
        if (plain.Contains('*', StringComparison.Ordinal) || plain.Contains('_', StringComparison.Ordinal))
        {
            plain = Underlined().Replace(plain, "");
            plain = Italic().Replace(plain, "${text}");
        }

        plain = NumberHeading().Replace(plain, "Answer: ${number}");
        return LineMark().Replace(plain, "").Replace("`", "", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Cells(string row) =>
        row.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^[ \t]{0,8}(?:```|~~~)[\w+#.-]{0,20}[ \t]{0,8}\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^[ \t]{0,8}\|[ \t|:-]{2,400}\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TableRule();

    [GeneratedRegex(@"^[ \t]{0,8}\|[^\r\n]{1,2000}", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TableRow();

    // Two asterisks between two operands are a power, not emphasis.
    [GeneratedRegex(@"(?<![\d)\]])\*\*|\*\*(?![\d(\[])", RegexOptions.CultureInvariant)]
    private static partial Regex Bold();

    [GeneratedRegex(@"(?<!\w)__(?=\S)|(?<=\S)__(?!\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Underlined();

    // An asterisk before a digit or a space multiplies.
    [GeneratedRegex(
        @"(?<![\w*)\]])(?<mark>[*_])(?=[^\s*_\d(])(?<text>[^*_\r\n]{1,200}?)(?<=[^\s*_])\k<mark>(?![\w*(])",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Italic();

    // The answer format of GSM8K.
    [GeneratedRegex(@"^####[ \t]{0,4}(?<number>-?[\d.,]{1,40})[ \t]{0,8}\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex NumberHeading();

    [GeneratedRegex(@"^[ \t]{0,8}(?:#{1,6}[ \t]{1,4}|(?:>[ \t]?){1,4})", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex LineMark();
}
