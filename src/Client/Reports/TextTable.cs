namespace AgentLoad.Client.Reports;

/// <summary>
/// Plain-text table that never wraps. If it is too wide, trailing columns are dropped; the remaining lines are truncated.
/// </summary>
internal sealed class TextTable(params string[] headers)
{
    private const int Gap = 2;
    private readonly List<string[]> _rows = [headers];

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>
    /// Returns the lines, header first. The first column is left-aligned, the others right-aligned; a text column at the end is
    /// left-aligned.
    /// </summary>
    public IEnumerable<string> Lines(int width, bool lastIsText = false)
    {
        var columns = headers.Length;
        var widths = Enumerable.Range(0, columns).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        while (columns > 1 && MinWidth(widths, columns, lastIsText) > width)
        {
            columns--;
        }

        foreach (var row in _rows)
        {
            var cells = row.Take(columns)
                .Select(
                    (cell, column) =>
                        column == 0 || (lastIsText && column == headers.Length - 1)
                            ? cell.PadRight(widths[column])
                            : cell.PadLeft(widths[column])
                );
            yield return Truncate(string.Join(new string(' ', Gap), cells).TrimEnd(), width);
        }
    }

    // Lists of percentages are cut after a complete percentage.
    private static string Truncate(string line, int width) =>
        line.Length > width && line.LastIndexOf('%', width - 1) is var whole and > 0 && whole > width - 20
            ? line[..(whole + 1)]
            : TerminalText.Truncate(line, width);

    private int MinWidth(int[] widths, int columns, bool lastIsText)
    {
        var whole = lastIsText && columns == headers.Length ? columns - 1 : columns;
        return widths.Take(whole).Sum() + (Gap * (whole - 1)) + (whole < columns ? Gap + headers[^1].Length : 0);
    }
}
