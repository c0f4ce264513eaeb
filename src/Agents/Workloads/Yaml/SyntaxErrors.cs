using System.Globalization;

namespace AgentLoad.Agents.Workloads.Yaml;

/// <summary>Finds the character that a syntax error of the parser is about, if it is one that an editor does not show.</summary>
internal static class SyntaxErrors
{
    /// <summary>Returns the line of the error, and a sentence about the character; "" if there is no such character.</summary>
    /// <param name="text">Text that was parsed.</param>
    /// <param name="line">Line that the parser reported, from 1. For a tab it is the line in which the enclosing mapping starts.</param>
    /// <param name="message">Message of the parser.</param>
    public static (int Line, string Hint) Locate(string text, int line, string message)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var first = Math.Clamp(line, 1, lines.Length);
        if (message.Contains(" tab", StringComparison.Ordinal))
        {
            var tab = Array.FindIndex(lines, first - 1, IsIndentedByTab);
            return tab < 0 ? (line, "") : (tab + 1, " YAML is indented with spaces.");
        }

        return lines[first - 1].FirstOrDefault(IsInvisible) is not '\0' and var found
            ? (first, $" The line has a character U+{(int)found:X4}, which looks like a space: replace it with a space.")
            : (line, "");
    }

    private static bool IsIndentedByTab(string line) => line[..^line.TrimStart(' ', '\t').Length].Contains('\t', StringComparison.Ordinal);

    private static bool IsInvisible(char c) =>
        c is not ' ' && char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.Format;
}
