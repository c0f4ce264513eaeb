using System.Diagnostics;
using AgentLoad.Client.Commands;

namespace AgentLoad.Bench.RunReport;

/// <summary>Writes a report in a child process.</summary>
internal static class ReportWriter
{
    public const string Role = "report-writer";

    /// <summary>First word of the last line; the seconds and the peak memory in bytes follow.</summary>
    public const string Done = "done";

    /// <summary>Writes the report of a run in the child process, then the figures.</summary>
    public static async Task<int> WriteAsync(string folder)
    {
        var start = Stopwatch.GetTimestamp();
        var status = await AgentLoadCommand.InvokeAsync(["report", folder]);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        if (status == 0)
        {
            Console.WriteLine(
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Done} {seconds} {process.PeakWorkingSet64}")
            );
        }

        return status;
    }
}
