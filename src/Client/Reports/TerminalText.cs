using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentLoad.Client.Reports;

/// <summary>Makes text from models, servers and files safe to show in a terminal.</summary>
internal static partial class TerminalText
{
    /// <summary>Returns the text on one line, without escape sequences, control characters and formatting characters.</summary>
    public static string Sanitize(string text) => string.Concat(Escapes().Replace(text, "").ReplaceLineEndings(" ").Where(IsShown));

    /// <summary>Truncates the text to a width and appends an ellipsis if it was cut.</summary>
    public static string Truncate(string text, int width) =>
        text.Length <= width ? text
        : width <= 1 ? text[..Math.Max(0, width)]
        : text[..(width - 1)] + "…";

    private static bool IsShown(char c) => !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format;

    // CSI and OSC sequences with their parameters. Other sequences lose their escape character as a control character.
    [GeneratedRegex(@"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)?|\x9b[0-?]*[ -/]*[@-~]")]
    private static partial Regex Escapes();
}
