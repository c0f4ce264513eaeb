using System.Text;

namespace AgentLoad.Client.Reports.Tables;

/// <summary>Writes tables in GitHub Flavored Markdown.</summary>
internal static class MarkdownTable
{
    private const string Special = "\\`*_{}[]<>#|~";

    public static string Write(ReportTable table)
    {
        var text = new StringBuilder($"**{Escape(table.Caption)}**\n\n");
        text.Append(Row(table.Columns.Select(column => column.Header)));
        text.Append($"|{string.Concat(table.Columns.Select((column, i) => i == 0 || column.IsText ? " --- |" : " ---: |"))}\n");
        foreach (var row in table.Rows)
        {
            text.Append(Row(row.Select(cell => cell.Detail is null ? cell.Text : $"{cell.Text} · {cell.Detail}")));
        }

        foreach (var note in table.Notes)
        {
            text.Append($"\n{Escape(note)}\n");
        }

        return text.ToString();
    }

    private static string Row(IEnumerable<string> cells) => $"|{string.Concat(cells.Select(cell => $" {Escape(cell)} |"))}\n";

    /// <summary>Escapes characters that are markup in Markdown or HTML.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in TerminalText.Sanitize(text).ReplaceLineEndings(" "))
        {
            if (c is '<' or '&')
            {
                escaped.Append(c == '<' ? "&lt;" : "&amp;");
                continue;
            }

            if (Special.Contains(c, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }
}
