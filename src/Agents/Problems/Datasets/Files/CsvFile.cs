using System.Text;
using System.Text.Json;

namespace AgentLoad.Agents.Problems.Datasets.Files;

/// <summary>
/// Reads a table with a header (RFC 4180): quoted fields may contain separators, line breaks and doubled quotes. Values are strings.
/// </summary>
internal static class CsvFile
{
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <summary>Returns the separator that occurs most often in the header.</summary>
    public static char SeparatorOf(string path)
    {
        using var reader = Open(path);
        var header = Record(reader, '\0', out _) is [var line, ..] ? line : "";
        return Separators.MaxBy(separator => header.AsSpan().Count(separator));
    }

    /// <summary>Returns the rows with the number of their first line.</summary>
    /// <exception cref="FormatException">The file has no header, or a quoted field does not end.</exception>
    public static IEnumerable<DataRow> Read(string path, char separator)
    {
        using var reader = Open(path);
        var number = 1L;
        var header = Record(reader, separator, out var lines) ?? throw new FormatException("is empty: expected a header and rows");
        if (header.Distinct(StringComparer.Ordinal).Count() < header.Count)
        {
            throw new FormatException($"has two columns of the same name: {string.Join(", ", header)}");
        }

        number += lines;
        while (Record(reader, separator, out lines, number) is { } cells)
        {
            if (cells is not [""])
            {
                yield return cells.Count == header.Count
                    ? new DataRow(number, ToElement(header, cells))
                    : new DataRow(number, default) { Error = $"has {cells.Count} fields, but the header has {header.Count}" };
            }

            number += lines;
        }
    }

    private static StreamReader Open(string path) =>
        new(path, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);

    private static JsonElement ToElement(List<string> header, List<string> cells) =>
        JsonSerializer.SerializeToElement(header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));

    /// <summary>Returns the fields of the next record and its number of lines; null at the end of the file.</summary>
    private static List<string>? Record(StreamReader reader, char separator, out long lines, long first = 1)
    {
        lines = 0;
        if (reader.Peek() < 0)
        {
            return null;
        }

        var cells = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        for (int next; (next = reader.Read()) >= 0; )
        {
            var character = (char)next;
            lines += character == '\n' ? 1 : 0;
            if (character == '"' && (isQuoted || cell.Length == 0))
            {
                if (isQuoted && reader.Peek() == '"')
                {
                    cell.Append((char)reader.Read());
                }
                else
                {
                    isQuoted = !isQuoted;
                }
            }
            else if (isQuoted)
            {
                cell.Append(character);
            }
            else if (character == separator)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else if (character == '\n')
            {
                break;
            }
            else if (character != '\r' || reader.Peek() is not ('\n' or -1))
            {
                cell.Append(character);
            }
        }

        if (isQuoted)
        {
            throw new FormatException($"line {first} has a quoted field that does not end");
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
