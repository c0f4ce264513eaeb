namespace AgentLoad.Client.Reports;

/// <summary>A table of plain text that never wraps: where it is too wide, its later columns go, and last the first one is cut.</summary>
internal sealed class TextTable(params string[] headers)
{
    private const int Gap = 2;
    private readonly List<string[]> _rows = [headers];

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>The lines, header first. The first column stands left, the others right, but a last one longer than its header left.</summary>
    public IEnumerable<string> Lines(int width, bool lastIsText = false)
    {
        var columns = headers.Length;
        var widths = Enumerable.Range(0, columns).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        while (columns > 1 && LeastWidth(widths, columns, lastIsText) > width)
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
            yield return Cut(string.Join(new string(' ', Gap), cells).TrimEnd(), width);
        }
    }

    // A list of percentages is cut after a whole one.
    private static string Cut(string line, int width) =>
        line.Length > width && line.LastIndexOf('%', width - 1) is var whole and > 0 && whole > width - 20
            ? line[..(whole + 1)]
            : TerminalText.Truncate(line, width);

    private int LeastWidth(int[] widths, int columns, bool lastIsText)
    {
        var whole = lastIsText && columns == headers.Length ? columns - 1 : columns;
        return widths.Take(whole).Sum() + (Gap * (whole - 1)) + (whole < columns ? Gap + headers[^1].Length : 0);
    }
}
