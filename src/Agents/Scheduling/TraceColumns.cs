using System.Text.Json;

namespace AgentLoad.Agents.Scheduling;

/// <summary>Finds the arrival time in the lines of a trace: CSV with or without a header, or JSON lines.</summary>
internal sealed class TraceColumns
{
    private static readonly string[] Names =
    [
        "at",
        "timestamp",
        "arrival_s",
        "arrival_time",
        "arrival",
        "arrived_at",
        "time",
        "start_time",
        "created_at",
        "ts",
        "offset",
        "seconds",
        "timestamp_ms",
        "arrival_ms",
        "arrival_time_ms",
        "time_ms",
        "offset_ms",
    ];

    private readonly char _separator;
    private readonly int _column;

    private TraceColumns(char separator, int column, bool isHeader) => (_separator, _column, IsHeader) = (separator, column, isHeader);

    /// <summary>True if the line that the columns were found in is a header.</summary>
    public bool IsHeader { get; }

    /// <summary>True if the times are milliseconds.</summary>
    public bool AreMilliseconds { get; private init; }

    /// <summary>Returns the columns of a trace from its first line.</summary>
    /// <exception cref="FormatException">No column holds the arrival time.</exception>
    public static TraceColumns Of(int number, string line)
    {
        if (line.TrimStart().StartsWith('{'))
        {
            var (name, isMooncake) = JsonNameOf(line) ?? throw NoTime(number, line);
            return new('{', 0, false) { AreMilliseconds = isMooncake || IsMilliseconds(name) };
        }

        var separator =
            line.Contains(';', StringComparison.Ordinal) ? ';'
            : line.Contains('\t', StringComparison.Ordinal) ? '\t'
            : ',';
        var cells = Cells(line, separator);
        if (TraceTime.Of(cells[0], separator is not ',') is not null)
        {
            return new(separator, 0, false);
        }

        var column = cells.Length == 1 ? 0 : Array.FindIndex(cells, cell => Names.Contains(cell, StringComparer.OrdinalIgnoreCase));
        return column >= 0 ? new(separator, column, true) { AreMilliseconds = IsMilliseconds(cells[column]) } : throw NoTime(number, line);
    }

    /// <summary>Returns the arrival time of a line.</summary>
    /// <exception cref="FormatException">The line holds no arrival time.</exception>
    public TraceTime TimeOf(int number, string line)
    {
        var time = _separator is '{' ? JsonTime(line) : CsvTime(line);
        return time
            ?? throw new FormatException(
                $"line {number} is no arrival: expected seconds since the start, such as 12.5, or a time such as 2026-01-31T12:00:00Z"
            );
    }

    private TraceTime? CsvTime(string line) =>
        Cells(line, _separator) is var cells && _column < cells.Length ? TraceTime.Of(cells[_column], _separator is not ',') : null;

    private static TraceTime? JsonTime(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return Time(json.RootElement) is not { } found ? null
                : found.Value.ValueKind is JsonValueKind.Number ? TraceTime.Of(found.Value.GetRawText())
                : TraceTime.Of(found.Value.GetString()!);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Mooncake's traces: {"timestamp": 400, "input_length": 1200, "output_length": 12, "hash_ids": [0]}, in milliseconds.
    private static (string Name, bool IsMooncake)? JsonNameOf(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return Time(json.RootElement) is { } found ? (found.Name, json.RootElement.TryGetProperty("hash_ids", out _)) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonProperty? Time(JsonElement json) =>
        json.ValueKind is not JsonValueKind.Object
            ? null
            : json.EnumerateObject()
                .Where(p => p.Value.ValueKind is JsonValueKind.Number or JsonValueKind.String)
                .Where(p => Names.Contains(p.Name, StringComparer.OrdinalIgnoreCase))
                .OrderBy(p => Array.FindIndex(Names, name => name.Equals(p.Name, StringComparison.OrdinalIgnoreCase)))
                .Select(p => (JsonProperty?)p)
                .FirstOrDefault();

    private static bool IsMilliseconds(string name) => name.EndsWith("_ms", StringComparison.OrdinalIgnoreCase);

    private static string[] Cells(string line, char separator) => [.. line.Split(separator).Select(cell => cell.Trim().Trim('"').Trim())];

    private static FormatException NoTime(int number, string line) =>
        new(
            $"line {number} names no arrival time: expected a number, or one of {string.Join(", ", Names.Take(8))}, timestamp_ms; "
                + $"found '{(line.Length > 80 ? line[..80] + "…" : line)}'"
        );
}
