using System.CommandLine;
using AgentLoad.Bench.Common;

namespace AgentLoad.Bench.Grains;

/// <summary>
/// <c>grains</c>: agents as grains of an embedded silo, compared with plain objects of the same process: CPU time per step, memory of a
/// waiting agent, and the time to start all agents.
/// </summary>
internal static class GrainsCommand
{
    private const double GoalRatio = 1.10,
        GoalKilobytes = 8,
        GoalStartSeconds = 3;

    private const int WarmUpRounds = 3;

    private static readonly Option<int> Rounds = BenchmarkCommand.Number("--rounds", 7, "Measured rounds of CPU time. (default 7)");
    private static readonly Option<int> Agents = BenchmarkCommand.Number(
        "--agents",
        10_000,
        "Agents that wait or start; a tenth of them work for the CPU time. (default 10000)"
    );
    private static readonly Option<string[]> Parts = CreateParts();

    public static Command Create() =>
        BenchmarkCommand.Create(
            "grains",
            "Agents as grains of a silo, compared with plain objects: CPU time, memory and start time.",
            [Rounds, Agents, Parts],
            (parsed, results, _) => RunAsync(parsed.GetValue(Parts) ?? [], parsed.GetValue(Rounds), parsed.GetValue(Agents), results)
        );

    private static async Task RunAsync(string[] parts, int rounds, int agents, BenchmarkResults results)
    {
        using var server = ChildProcess.Start(NoOpServer.Role);
        var url = await server.ReadLineAsync();
        if (parts.Length == 0 || parts.Contains("step"))
        {
            await MeasureStepsAsync(url, WarmUpRounds, agents / 10, null);
            await MeasureStepsAsync(url, rounds, agents / 10, results);
        }

        if (parts.Length == 0 || parts.Contains("memory"))
        {
            await MeasureMemoryAsync(url, agents, results);
        }

        if (parts.Length == 0 || parts.Contains("start"))
        {
            await MeasureStartAsync(url, agents, results);
        }
    }

    private static async Task MeasureStepsAsync(string url, int rounds, int agents, BenchmarkResults? results)
    {
        var workload = BenchmarkWorkload.Read(
            $$$"""
            name: grains
            endpoints: {default: {url: "{{{url}}}", model: simulated:8b}}
            baseline: 0%
            groups:
              - {name: vote, problem: game24, strategy: {kind: self-consistency, samples: 10}, driving: shaped}
              - {name: tools, problem: {kind: multihop, latency: 1ms}, strategy: react, driving: shaped}
            load: {agents: {{{agents}}}, tasks: {{{10 * agents}}}}
            """
        );
        var (ratios, objects, grains) = (new List<double>(), new List<double>(), new List<double>());
        results?.Print($"{"round", -8}{"objects", 10}{"grains", 10}{"ratio", 8}   {agents} agents; CPU per step, µs");
        for (var round = 1; round <= rounds; round++)
        {
            // The order alternates, so that drift affects both sides.
            var isGrainFirst = round % 2 == 0;
            var first = await MeasuredRun.RunAsync(workload, isGrainFirst);
            var second = await MeasuredRun.RunAsync(workload, !isGrainFirst);
            objects.Add((isGrainFirst ? second : first).CpuPerStep);
            grains.Add((isGrainFirst ? first : second).CpuPerStep);
            ratios.Add(grains[^1] / objects[^1]);
            results?.Print($"{round, -8}{objects[^1], 10:0.0}{grains[^1], 10:0.0}{ratios[^1], 8:0.000}");
        }

        results?.Add("CPU per step, objects, median", Median.Of(objects), "µs");
        results?.Add("CPU per step, grains, median", Median.Of(grains), "µs");
        results?.Add("CPU per step, grains compared with objects, median", Median.Of(ratios), "", GoalRatio);
    }

    private static async Task MeasureMemoryAsync(string url, int agents, BenchmarkResults results)
    {
        // Agents start over 20 seconds: the connections of all their calls at one time would be counted as memory of agents.
        var workload = BenchmarkWorkload.Read(
            $$$"""
            name: grains
            endpoints: {default: {url: "{{{url}}}", model: simulated:8b}}
            baseline: 0%
            groups: [{name: one, problem: game24, strategy: direct, driving: shaped, thinkTime: 1h}]
            load: {agents: {{{agents}}}, tasks: {{{2 * agents}}}, ramp: 20s}
            """
        );
        workload = workload with { Load = workload.Load with { Tasks = null, Duration = TimeSpan.FromHours(2) } };
        foreach (var asGrains in new[] { false, true })
        {
            var run = await MeasuredRun.RunAsync(workload, asGrains);
            results.Add($"memory of a waiting agent, {Kind(asGrains)}", run.BytesPerAgent / 1024, "KB", asGrains ? GoalKilobytes : null);
        }
    }

    private static async Task MeasureStartAsync(string url, int agents, BenchmarkResults results)
    {
        var workload = BenchmarkWorkload.Read(
            $$$"""
            name: grains
            endpoints: {default: {url: "{{{url}}}", model: simulated:8b}}
            baseline: 0%
            groups: [{name: one, problem: game24, strategy: direct, driving: shaped}]
            load: {agents: {{{agents}}}, tasks: {{{agents}}}}
            """
        );
        foreach (var asGrains in new[] { false, true })
        {
            var run = await MeasuredRun.RunAsync(workload, asGrains);
            results.Add($"time to start {agents} agents, {Kind(asGrains)}", run.SecondsToStart, "s", asGrains ? GoalStartSeconds : null);
        }
    }

    private static string Kind(bool asGrains) => asGrains ? "grains" : "objects";

    private static Option<string[]> CreateParts()
    {
        var parts = new Option<string[]>("--only")
        {
            Description = "Measure only these: step, memory, start.",
            HelpName = "PART",
            AllowMultipleArgumentsPerToken = true,
        };
        parts.AcceptOnlyFromAmong("step", "memory", "start");
        return parts;
    }
}
