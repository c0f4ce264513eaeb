using System.Globalization;

namespace AgentLoad.Agents.Scheduling;

/// <summary>
/// Recorded arrival times: one line per arrival. A line is a number, a CSV line (a header names the column of the time; semicolons allow a
/// decimal comma), or a JSON object with "at", "timestamp" or another name of <see cref="TraceColumns"/>. Times are seconds since the
/// start; milliseconds in columns named "…_ms" and in Mooncake's format; dates and times since 1970 count from the first arrival.
/// </summary>
internal static class TraceFile
{
    /// <summary>Returns a one-line description of what is wrong with a file; null if it is valid.</summary>
    public static string? Error(string path)
    {
        try
        {
            return Describe(path).Last > 0 ? null : "it holds no arrival after 0 s";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            return e.Message;
        }
    }

    /// <summary>Returns the extent of a trace.</summary>
    /// <exception cref="FormatException">The file is not a trace.</exception>
    public static TraceExtent Describe(string path)
    {
        var (count, first, last) = (0L, 0.0, 0.0);
        foreach (var at in Read(path))
        {
            first = count++ == 0 ? at : first;
            last = at;
        }

        return new TraceExtent(count, first, last);
    }

    /// <summary>Returns the arrival times in seconds, in the order of the file.</summary>
    /// <exception cref="FormatException">A line is not an arrival time, or is earlier than the previous line.</exception>
    public static IEnumerable<double> Read(string path)
    {
        TraceColumns? columns = null;
        TraceTime? first = null;
        var last = 0.0;
        foreach (var (number, line) in TraceLines.Read(path))
        {
            if (columns is null)
            {
                columns = TraceColumns.Of(number, line);
                if (columns.IsHeader)
                {
                    continue;
                }
            }

            var time = columns.TimeOf(number, line);
            first ??= time;
            var at = Seconds(time, first.Value, columns, number);
            last =
                at >= last
                    ? at
                    : throw new FormatException(
                        $"line {number} is earlier ({at.ToString(CultureInfo.InvariantCulture)} s) than the line before: sort the trace"
                    );
            yield return at;
        }
    }

    private static double Seconds(TraceTime time, TraceTime first, TraceColumns columns, int number)
    {
        if (time.IsEpoch != first.IsEpoch && !columns.AreMilliseconds)
        {
            throw new FormatException(
                $"line {number} is {(time.IsEpoch ? "a time since 1970" : "relative to the start")}, unlike the first arrival"
            );
        }

        return first.IsEpoch ? (time.Value - first.Value) * first.EpochUnit : time.Value * (columns.AreMilliseconds ? 1e-3 : 1);
    }
}

/// <summary>Extent of a trace.</summary>
/// <param name="Count">Number of arrivals.</param>
/// <param name="First">First arrival, in seconds.</param>
/// <param name="Last">Last arrival, in seconds.</param>
internal sealed record TraceExtent(long Count, double First, double Last)
{
    /// <summary>Mean rate between the first and the last arrival, per second; null for a single instant.</summary>
    public double? Rate => Last > First ? (Count - 1) / (Last - First) : null;
}
