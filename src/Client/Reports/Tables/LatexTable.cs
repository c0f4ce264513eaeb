using System.Text;

namespace AgentLoad.Client.Reports.Tables;

/// <summary>
/// Writes tables in LaTeX with the booktabs package. The text needs UTF-8 input, the default of LaTeX since 2018; symbols are written as
/// commands of the mathematics mode.
/// </summary>
internal static class LatexTable
{
    public static string Write(ReportTable table)
    {
        var alignment = string.Concat(table.Columns.Select((column, i) => i == 0 || column.IsText ? 'l' : 'r'));
        var text = new StringBuilder(
            $$"""
            \begin{table}
              \centering
              \caption{{{Escape(table.Caption)}}}
              \label{tab:{{table.Id}}}
              \begin{tabular}{{{alignment}}}
                \toprule

            """.ReplaceLineEndings("\n")
        );
        text.Append(Row(table.Columns.Select(column => column.Header))).Append("    \\midrule\n");
        foreach (var row in table.Rows)
        {
            text.Append(Row(row.Select(cell => cell.Detail is null ? cell.Text : $"{cell.Text} · {cell.Detail}")));
        }

        text.Append("    \\bottomrule\n  \\end{tabular}\n");
        foreach (var note in table.Notes)
        {
            text.Append($"  \\par\\smallskip\\footnotesize {Escape(note)}\n");
        }

        return text.Append("\\end{table}\n").ToString();
    }

    private static string Row(IEnumerable<string> cells) => $"    {string.Join(" & ", cells.Select(Escape))} \\\\\n";

    /// <summary>Escapes the characters that LaTeX treats as commands.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in TerminalText.Sanitize(text).ReplaceLineEndings(" "))
        {
            _ = Command(c) is { } command ? escaped.Append(command) : escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static string? Command(char c) =>
        c switch
        {
            '\\' => @"\textbackslash{}",
            '{' or '}' or '$' or '&' or '#' or '%' or '_' => $@"\{c}",
            '~' => @"$\sim$",
            '^' => @"\textasciicircum{}",
            '<' => @"$<$",
            '>' => @"$>$",
            '|' => @"$|$",
            '×' => @"$\times$",
            '±' => @"$\pm$",
            '∞' => @"$\infty$",
            '∝' => @"$\propto$",
            '·' => @"$\cdot$",
            '−' => "$-$",
            '–' => "--",
            '—' => "---",
            '²' => "$^2$",
            'µ' => @"$\mu$",
            '≤' => @"$\leq$",
            '≥' => @"$\geq$",
            '→' => @"$\rightarrow$",
            '✓' or '✗' => "",
            '…' => @"\ldots{}",
            _ => null,
        };
}
