using System.CommandLine;
using System.Globalization;
using AgentLoad.Bench.Common;
using AgentLoad.Testing.Reports;

namespace AgentLoad.Bench.RunReport;

/// <summary><c>report</c>: time and memory to write the HTML report of a large run, in a child process.</summary>
internal static class ReportCommand
{
    private const double CallsPerTask = 23 / 3.0;

    // The report is written with the garbage collector settings of agentload.
    private static readonly Dictionary<string, string> RuntimeSettings = new() { ["DOTNET_gcConcurrent"] = "1" };

    private static readonly Option<int> Calls = BenchmarkCommand.Number("--calls", 1_000_000, "Calls of the run. (default 1000000)");

    public static Command Create() =>
        BenchmarkCommand.Create(
            "report",
            "Time and memory to write the HTML report of a large run.",
            [Calls],
            (parsed, results, _) => RunAsync(parsed.GetValue(Calls), results),
            RuntimeSettings
        );

    private static async Task RunAsync(int calls, BenchmarkResults results)
    {
        var parent = Directory.CreateTempSubdirectory("agentload-bench-");
        try
        {
            var run = await GeneratedRun.SaveAsync(parent.FullName, (int)(calls / CallsPerTask));
            results.Add("calls", calls, "calls");
            results.Add("run database", new FileInfo(Path.Combine(run, "run.db")).Length / 1e6, "MB");
            using var writer = ChildProcess.Start(ReportWriter.Role, run);
            var lines = new List<string>();
            for (var line = ""; !line.StartsWith(ReportWriter.Done, StringComparison.Ordinal); lines.Add(line))
            {
                line = await writer.ReadLineAsync();
            }

            var figures = lines[^1].Split(' ').Skip(1).Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();
            results.Add("time to write the report", figures[0], "s");
            results.Add("peak memory of the process", figures[1] / 1e6, "MB");
            results.Add("report", new FileInfo(Path.Combine(run, "report.html")).Length / 1e6, "MB");
        }
        finally
        {
            parent.Delete(recursive: true);
        }
    }
}
