using AgentLoad.Agents.Workloads;

namespace AgentLoad.GrainCost.Cluster;

/// <summary>Grains against plain objects, in alternating rounds of the same process.</summary>
internal static class Comparison
{
    private const int Rounds = 7;

    public static async Task<int> RunAsync(string[] parts)
    {
        using var server = await Server.StartAsync();
        await StepAsync(server.Url, rounds: 3, say: false);
        if (parts.Length == 0 || parts.Contains("step"))
        {
            await StepAsync(server.Url, Rounds, say: true);
        }

        if (parts.Length == 0 || parts.Contains("memory"))
        {
            await MemoryAsync(server.Url);
        }

        if (parts.Length == 0 || parts.Contains("start"))
        {
            await StartAsync(server.Url);
        }

        return 0;
    }

    private static async Task StepAsync(string url, int rounds, bool say)
    {
        var workload = Read(
            url,
            """
            groups:
              - {name: vote, problem: game24, strategy: {kind: self-consistency, samples: 10}, driving: shaped}
              - {name: tools, problem: {kind: multihop, latency: 1ms}, strategy: react, driving: shaped}
            load: {agents: 1000, tasks: 10000}
            """
        );
        var ratios = new List<double>();
        var lines = new List<string> { $"{"round", -8}{"process", 10}{"silo", 10}{"ratio", 8}   1,000 agents; CPU per step, µs" };
        for (var round = 1; round <= rounds; round++)
        {
            // Which comes first changes from round to round: what drifts meanwhile does not count for one side.
            var first = await Measured.RunAsync(workload, asGrains: round % 2 == 0);
            var second = await Measured.RunAsync(workload, asGrains: round % 2 != 0);
            var (plain, grains) = round % 2 == 0 ? (second, first) : (first, second);
            ratios.Add(grains.CpuPerStep / plain.CpuPerStep);
            lines.Add($"{round, -8}{plain.CpuPerStep, 10:0.0}{grains.CpuPerStep, 10:0.0}{ratios[^1], 8:0.000}");
        }

        if (say)
        {
            lines.ForEach(Console.WriteLine);
            Console.WriteLine($"median ratio: {ratios.Order().ElementAt(rounds / 2):0.000} (goal: at most 1.10)");
        }
    }

    private static async Task MemoryAsync(string url)
    {
        // They begin over ten seconds: connections of ten thousand calls at once would count as memory of agents.
        var workload = Read(
            url,
            """
            groups: [{name: one, problem: game24, strategy: direct, driving: shaped, thinkTime: 1h}]
            load: {agents: 10000, tasks: 20000, ramp: 20s}
            """
        );
        foreach (var asGrains in new[] { false, true })
        {
            var measured = await Measured.RunAsync(
                workload with
                {
                    Load = workload.Load with { Tasks = null, Duration = TimeSpan.FromHours(2) },
                },
                asGrains
            );
            Console.WriteLine(
                $"{(asGrains ? "silo" : "process"), -8}{measured.BytesPerAgent / 1024, 10:0.00} KB an agent that waits, of 10,000{(asGrains ? " (goal: at most 8)" : "")}"
            );
        }
    }

    private static async Task StartAsync(string url)
    {
        var workload = Read(
            url,
            """
            groups: [{name: one, problem: game24, strategy: direct, driving: shaped}]
            load: {agents: 10000, tasks: 10000}
            """
        );
        foreach (var asGrains in new[] { false, true })
        {
            var measured = await Measured.RunAsync(workload, asGrains);
            Console.WriteLine(
                $"{(asGrains ? "silo" : "process"), -8}{measured.SecondsToStart, 10:0.00} s until 10,000 agents had begun{(asGrains ? " (goal: at most 3)" : "")}"
            );
        }
    }

    private static Workload Read(string url, string rest)
    {
        var read = WorkloadFile.Parse(
            $$$"""
            name: grains
            endpoints: {default: {url: "{{{url}}}", model: simulated:8b}}
            baseline: 0%

            """ + rest,
            "bench",
            WorkloadInputs.Default
        );
        return read.Workload ?? throw new InvalidOperationException(string.Join(Environment.NewLine, read.Lines));
    }
}
