using System.Globalization;
using System.Text.Json;

namespace AgentLoad.Agents.Scheduling;

/// <summary>
/// Recorded arrival times: one line per arrival, in seconds since the start. A line is a number, a CSV line with the number in its first
/// column (a non-numeric first line is a header), or a JSON object with "at", "timestamp" or "arrival_s".
/// </summary>
internal static class TraceFile
{
    private static readonly string[] Names = ["at", "timestamp", "arrival_s"];

    /// <summary>Returns a one-line description of what is wrong with a file; null if it is valid.</summary>
    public static string? Error(string path)
    {
        try
        {
            var last = 0.0;
            foreach (var at in Read(path))
            {
                last = at;
            }

            return last > 0 ? null : "it holds no arrival after 0 s";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            return e.Message;
        }
    }

    /// <summary>Returns the arrival times in the order of the file.</summary>
    /// <exception cref="FormatException">A line is not an arrival time, or is earlier than the previous line.</exception>
    public static IEnumerable<double> Read(string path)
    {
        var (number, last) = (0, 0.0);
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.AsSpan().Trim().IsEmpty || (Parse(line) is null && number == 1 && !line.TrimStart().StartsWith('{')))
            {
                continue;
            }

            var at = Parse(line);
            if (at is not { } value || !double.IsFinite(value) || value < 0)
            {
                throw new FormatException($"line {number} is no arrival: expected seconds since the start, such as 12.5");
            }

            last =
                value >= last
                    ? value
                    : throw new FormatException(
                        $"line {number} is earlier ({value.ToString(CultureInfo.InvariantCulture)} s) than the line before: sort the trace"
                    );
            yield return value;
        }
    }

    private static double? Parse(string line)
    {
        if (!line.TrimStart().StartsWith('{'))
        {
            return double.TryParse(line.Split(',', 2)[0].Trim().Trim('"'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                ? value
                : null;
        }

        try
        {
            using var json = JsonDocument.Parse(line);
            return Names
                .Select(name =>
                    json.RootElement.TryGetProperty(name, out var at) && at.ValueKind == JsonValueKind.Number
                        ? at.GetDouble()
                        : (double?)null
                )
                .FirstOrDefault(at => at is not null);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
