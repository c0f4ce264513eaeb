using System.CommandLine;
using AgentLoad.Bench.Common;

namespace AgentLoad.Bench.Telemetry;

/// <summary>
/// <c>telemetry</c>: CPU time of telemetry with agents over HTTP: /metrics fetched every second, and metrics, traces and logs sent to a
/// collector. Two measurements, because the cost is lower than the noise of a shared machine:
/// the tasks of a run are reported to telemetry repeatedly, without other work; and two clients do the same shaped work concurrently, one
/// with and one without telemetry, and exchange roles after each round.
/// </summary>
internal static class TelemetryCommand
{
    private const double GoalPercent = 3;
    private const int ReplayRounds = 8;

    private static readonly string[] Parts = ["metrics", "otlp", "both"];

    // With tiered compilation, new code of the side with telemetry is recompiled while it is measured.
    private static readonly Dictionary<string, string> RuntimeSettings = new() { ["DOTNET_TieredCompilation"] = "0" };

    private static readonly Option<int> Agents = BenchmarkCommand.Number("--agents", 1000, "Agents of each client. (default 1000)");
    private static readonly Option<int> Rounds = BenchmarkCommand.Number("--rounds", 6, "Rounds of whole runs. (default 6)");
    private static readonly Option<int> Tokens = BenchmarkCommand.Number("--max-tokens", 512, "Most tokens of a reply. (default 512)");

    public static Command Create() =>
        BenchmarkCommand.Create(
            "telemetry",
            "CPU time of metrics, traces and logs per call.",
            [Agents, Rounds, Tokens],
            (parsed, results, _) => RunAsync(parsed.GetValue(Agents), parsed.GetValue(Rounds), parsed.GetValue(Tokens), results),
            RuntimeSettings
        );

    private static async Task RunAsync(int agents, int rounds, int tokens, BenchmarkResults results)
    {
        using var servers = ChildProcess.Start(TelemetryServers.Role);
        var urls = (await servers.ReadLineAsync()).Split(' ');
        using var first = new TelemetryWorker(urls[0], urls[1], agents, tokens);
        using var second = new TelemetryWorker(urls[0], urls[1], agents, tokens);
        await Task.WhenAll(first.RunAsync(true), second.RunAsync(true));

        results.Print($"two clients of {agents} agents; CPU of a client per call, µs");
        results.Print($"{"round", -8}{"without", 10}{"with", 10}{"ratio", 8}{"calls", 10}{"chunks/call", 13}{"calls/s", 10}");
        var (ratios, without) = (new List<double>(), new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            var isSwapped = round % 2 == 0;
            var costs = await Task.WhenAll(first.RunAsync(isSwapped), second.RunAsync(!isSwapped));
            var (off, on) = isSwapped ? (costs[1], costs[0]) : (costs[0], costs[1]);
            without.Add(off.MicrosecondsPerCall);
            ratios.Add(on.MicrosecondsPerCall / off.MicrosecondsPerCall);
            results.Print(
                $"{round, -8}{off.MicrosecondsPerCall, 10:0.0}{on.MicrosecondsPerCall, 10:0.0}{ratios[^1], 8:0.000}{on.Calls, 10}"
                    + $"{(double)on.Chunks / on.Calls, 13:0.0}{on.Calls / on.Seconds, 10:0}"
            );
        }

        Interval.Of(ratios).AddTo(results, "whole runs, with telemetry compared with without", "");
        foreach (var (part, costs) in await ReplayAsync(first))
        {
            Interval.Of(costs).AddTo(results, $"telemetry alone, {part}", "µs per call");
            if (part == "both")
            {
                var shares = costs.ConvertAll(cost => 100 * cost / Median.Of(without));
                Interval.Of(shares).AddTo(results, "telemetry alone, compared with a call without", "%", GoalPercent);
            }
        }
    }

    private static async Task<IReadOnlyList<(string Part, List<double> Costs)>> ReplayAsync(TelemetryWorker worker)
    {
        var costs = Parts.Select(part => (Part: part, Costs: new List<double>())).ToArray();
        for (var round = 0; round <= ReplayRounds; round++)
        {
            foreach (var (part, rounds) in costs)
            {
                // The first round is a warm-up.
                var cost = await worker.ReplayAsync(part);
                rounds.AddRange(round > 0 ? [cost] : []);
            }
        }

        return costs;
    }
}
