using System.CommandLine;
using AgentLoad.Bench.ClientCost;
using AgentLoad.Bench.Common;

namespace AgentLoad.Bench.ClientStacks;

/// <summary>
/// <c>client-stacks</c>: CPU time of client stacks per call and per streamed chunk, compared with the native client. Streams of two lines
/// give the cost of a call, longer streams the cost of a chunk. Stacks alternate within a round, so that other load affects all of them.
/// </summary>
internal static class ClientStacksCommand
{
    private const int FewLines = 2;
    private const int WarmUpRounds = 2;

    // CPU time is counted in steps of 10 ms, so short streams are repeated.
    private const int Repeats = 40;

    private static readonly Option<int> Rounds = BenchmarkCommand.Number("--rounds", 5, "Measured rounds. (default 5)");

    public static Command Create() =>
        BenchmarkCommand.Create(
            "client-stacks",
            "CPU time per call and per chunk: native client, OllamaSharp and Semantic Kernel.",
            [.. StreamShape.Options, Rounds],
            (parsed, results, _) => RunAsync(StreamShape.Read(parsed), parsed.GetValue(Rounds), results)
        );

    private static async Task RunAsync(StreamShape many, int rounds, BenchmarkResults results)
    {
        var few = many with { Lines = FewLines };
        var (shortServer, shortPort) = await LineServer.StartAsync(few);
        using var shortProcess = shortServer;
        var (longServer, longPort) = await LineServer.StartAsync(many);
        using var longProcess = longServer;
        var stacks = ClientStack.CreateAll(shortPort).Zip(ClientStack.CreateAll(longPort)).ToList();
        var costs = stacks.Select(_ => (Call: new List<double>(), Chunk: new List<double>())).ToList();
        for (var round = 0; round < WarmUpRounds + rounds; round++)
        {
            for (var i = 0; i < stacks.Count; i++)
            {
                var shortStream = await MeasureAsync(few, Repeats, stacks[i].First.CallAsync);
                var longStream = await MeasureAsync(many, 1, stacks[i].Second.CallAsync);

                // The first rounds include compilation.
                if (round >= WarmUpRounds)
                {
                    costs[i].Call.Add(shortStream);
                    costs[i].Chunk.Add((longStream - shortStream) / (many.Lines - few.Lines));
                }
            }
        }

        results.Print(
            $"{many.Streams} streams, {FewLines} and {many.Lines} lines, one every {many.Interval.TotalMilliseconds} ms;"
                + $" CPU, median of {rounds} rounds"
        );
        for (var i = 0; i < stacks.Count; i++)
        {
            var name = stacks[i].First.Name;
            results.Add($"{name}, per call", Median.Of(costs[i].Call), "µs");
            results.Add($"{name}, per chunk", Median.Of(costs[i].Chunk), "µs");
            if (i > 0)
            {
                results.Add($"{name}, call compared with native", Median.Of(costs[i].Call) / Median.Of(costs[0].Call), "");
                results.Add($"{name}, chunk compared with native", Median.Of(costs[i].Chunk) / Median.Of(costs[0].Chunk), "");
            }
        }
    }

    /// <summary>Returns the CPU time of this process per stream, in microseconds.</summary>
    private static async Task<double> MeasureAsync(StreamShape shape, int repeats, Func<Task> callAsync)
    {
        GC.Collect();
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < repeats; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, shape.Streams).Select(_ => callAsync()));
        }

        return (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / shape.Streams / repeats;
    }
}
