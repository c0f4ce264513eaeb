using System.CommandLine;
using AgentLoad.Bench.Common;

namespace AgentLoad.Bench.Disturbance;

/// <summary>
/// <c>disturbance</c>: the effect of a killed, frozen, disconnected or replaced silo on a run on three silos. Redis, a simulated node,
/// silos and client share this machine.
/// </summary>
internal static class DisturbanceCommand
{
    private const double GoalSeconds = 5,
        GoalLatencyRatio = 1.2,
        WarmUpSeconds = 3;

    private static readonly Argument<DisturbanceKind> Kind = new("KIND") { Description = "What happens to the silos." };
    private static readonly Option<int> Agents = BenchmarkCommand.Number("--agents", 60, "Agents of the run. (default 60)");
    private static readonly Option<int> Seconds = BenchmarkCommand.Number("--seconds", 45, "Duration of the run. (default 45)");
    private static readonly Option<int> After = BenchmarkCommand.Number(
        "--after",
        15,
        "Seconds between the start of the run and the disturbance. (default 15)"
    );

    public static Command Create() =>
        BenchmarkCommand.Create(
            "disturbance",
            "Effect of a killed, frozen, disconnected (cut) or replaced silo on a run on three silos.",
            [Kind, Agents, Seconds, After],
            (parsed, results, cancellationToken) =>
                RunAsync(
                    parsed.GetValue(Kind),
                    parsed.GetValue(Agents),
                    parsed.GetValue(Seconds),
                    TimeSpan.FromSeconds(parsed.GetValue(After)),
                    results,
                    cancellationToken
                )
        );

    private static async Task RunAsync(
        DisturbanceKind kind,
        int agents,
        int seconds,
        TimeSpan after,
        BenchmarkResults results,
        CancellationToken cancellationToken
    )
    {
        await using var cluster = await DisturbedCluster.StartAsync(kind == DisturbanceKind.Cut, agents, seconds);
        using var process = cluster.StartRun();
        await Task.Delay(after, TimeProvider.System, cancellationToken);
        var start = TimeProvider.System.GetUtcNow();
        await cluster.DisturbAsync(kind);
        var end = TimeProvider.System.GetUtcNow();
        var ended = await process.EndAsync();
        var run = DisturbedRun.Read(
            cluster.FindResults() ?? throw new InvalidOperationException($"The run saved no results.\n{ended.All}"),
            start,
            end
        );
        if (kind == DisturbanceKind.Replace)
        {
            results.Add("time to replace all silos", (end - start).TotalSeconds, "s");
            results.Add("p95 of task latency before", run.LatencyBefore(WarmUpSeconds), "s");
            results.Add("p95 of task latency during the replacement", run.LatencyDuring, "s");
            results.Add("p95 compared with before", run.LatencyDuring / run.LatencyBefore(WarmUpSeconds), "", GoalLatencyRatio);
            return;
        }

        foreach (var line in ended.Error.Split('\n').Where(line => line.Contains(" died", StringComparison.Ordinal)))
        {
            results.Print(line);
        }

        results.Add("agents that work after the disturbance", run.Agents, "agents");
        results.Add("time until every agent works", run.SecondsUntilAllWork, "s", GoalSeconds);
    }
}
