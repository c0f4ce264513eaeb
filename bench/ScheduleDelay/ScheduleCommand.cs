using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Bench.Common;
using AgentLoad.Measurement.Runs;
using AgentLoad.Testing;

namespace AgentLoad.Bench.ScheduleDelay;

/// <summary>
/// <c>schedule</c>: delay of an open loop behind its schedule. Client and simulated node are processes on the same cores; the node answers
/// immediately.
/// </summary>
internal static partial class ScheduleCommand
{
    private const double GoalMilliseconds = 10;

    private static readonly Option<int> Rate = BenchmarkCommand.Number("--rate", 2000, "Arrivals per second. (default 2000)");
    private static readonly Option<int> Seconds = BenchmarkCommand.Number(
        "--seconds",
        20,
        "Duration of the run, including a warm-up of 5 s. (default 20)"
    );
    private static readonly Option<string> Cores = new("--cores")
    {
        Description = "Cores of both processes, as taskset reads them. (default 0,1)",
        HelpName = "LIST",
        DefaultValueFactory = static _ => "0,1",
    };

    public static Command Create() =>
        BenchmarkCommand.Create(
            "schedule",
            "Delay of an open loop behind its schedule, with client and node on the same cores.",
            [Rate, Seconds, Cores],
            (parsed, results, _) => RunAsync(parsed.GetValue(Rate), parsed.GetValue(Seconds), parsed.GetValue(Cores)!, results)
        );

    private static async Task RunAsync(int rate, int seconds, string cores, BenchmarkResults results)
    {
        using var folder = new EmptyFolder();
        string[] taskset = ["taskset", "-c", cores];
        using var node = AgentLoadProcess.StartLongLived(taskset, folder.Path, "node", "--noop", "--port", "0");
        var url = Url().Match(await node.LineAsync("http://")).Value;
        using var run = AgentLoadProcess.StartLongLived(
            taskset,
            folder.Path,
            "run",
            "--url",
            url,
            "--model",
            "simulated:8b",
            "--problem",
            "open",
            "--strategy",
            "direct",
            "--baseline",
            "0",
            "--duration",
            $"{seconds}s",
            "--set",
            string.Create(CultureInfo.InvariantCulture, $"load.arrivals={{rate: {rate}/s}}"),
            "--set",
            "load.warmup=5s",
            "--set",
            "load.agents=5000"
        );
        var ended = await run.EndAsync();
        if (!Directory.Exists(Path.Combine(folder.Path, "runs")))
        {
            throw new InvalidOperationException(ended.All);
        }

        var summary = RunSummaryJson.Read(await File.ReadAllTextAsync(Path.Combine(folder.OnlyRun, "summary.json")));
        foreach (var reason in summary.Invalid)
        {
            results.Print($"INVALID: {reason}");
        }

        if (summary.Client is { CpuShare: { } cpu, GcPauseShare: { } pauses })
        {
            results.Add("CPU of the client's cores", cpu * 100, "%");
            results.Add("garbage collection pauses", pauses * 100, "% of the time");
        }

        if (summary.Calls.ScheduleDelaySeconds is { } delay)
        {
            results.Add("calls", delay.Count, "calls");
            results.Add("schedule delay p50", delay.P50 * 1000, "ms");
            results.Add("schedule delay p99", delay.P99 * 1000, "ms", GoalMilliseconds);
            results.Add("schedule delay max", delay.Max * 1000, "ms");
        }
    }

    [GeneratedRegex(@"http://[\d.:]+")]
    private static partial Regex Url();
}
