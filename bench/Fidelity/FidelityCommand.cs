using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using AgentLoad.Bench.Common;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Bench.Fidelity;

/// <summary>
/// <c>fidelity</c>: times that the client measures, compared with the times at which simulated nodes in another process sent each line.
/// Streams are distributed over the nodes. All streams of a node get their tokens at the same instant, so one node is the hardest case.
/// </summary>
internal static class FidelityCommand
{
    private const int WarmUpTokens = 20,
        WarmUpSeed = 1_000_000;

    // The client runs with the runtime settings of agentload: garbage collector, compilation, socket continuations.
    private static readonly Dictionary<string, string> RuntimeSettings = new()
    {
        ["DOTNET_gcConcurrent"] = "1",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1",
    };

    private static readonly Option<int> Streams = BenchmarkCommand.Number("--streams", 500, "Concurrent streams. (default 500)");
    private static readonly Option<int> Step = BenchmarkCommand.Number("--step-ms", 20, "Milliseconds between two tokens. (default 20)");
    private static readonly Option<int> Tokens = BenchmarkCommand.Number("--tokens", 300, "Tokens of each stream. (default 300)");
    private static readonly Option<int> Nodes = BenchmarkCommand.Number("--nodes", 125, "Simulated nodes. (default 125)");

    public static Command Create() =>
        BenchmarkCommand.Create(
            "fidelity",
            "Accuracy of the client's times to first token and between chunks.",
            [Streams, Step, Tokens, Nodes],
            (parsed, results, _) =>
                RunAsync(parsed.GetValue(Streams), parsed.GetValue(Step), parsed.GetValue(Tokens), parsed.GetValue(Nodes), results),
            RuntimeSettings
        );

    private static async Task RunAsync(int streams, int step, int tokens, int nodes, BenchmarkResults results)
    {
        var log = Path.GetTempFileName();
        using var process = ChildProcess.Start(StampingNodes.Role, $"{nodes}", $"{streams}", $"{step}", log);
        var urls = (await process.ReadLineAsync()).Split(' ');
        using var client = new EndpointPool(
            [.. urls.Select(url => ModelClients.Create(new EndpointOptions(url, ModelApi.Ollama), TimeProvider.System))],
            Routing.RoundRobin,
            TimeProvider.System
        );
        await CallAllAsync(client, streams, WarmUpTokens, WarmUpSeed);

        var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var calls = await CallAllAsync(client, streams, tokens, firstSeed: 1);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var clientCpu = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        await process.StopAsync();

        var lines = (await File.ReadAllLinesAsync(log)).Select(line => line.Split(' ')).ToList();
        File.Delete(log);
        var stamps = lines
            .Where(line => line[0] != StampingNodes.CpuLine)
            .ToDictionary(line => Number(line[0]), line => line.Skip(1).Select(Number).ToArray());
        results.Print($"{streams} streams of {tokens} tokens, one every {step} ms, {nodes} nodes");
        results.Add("throughput", streams * tokens / seconds, "lines/s");
        results.Add("CPU of the client", clientCpu / seconds * 100, "% of a core");
        results.Add("CPU of the nodes, in total", double.Parse(lines[^1][1], CultureInfo.InvariantCulture), "s");
        results.Add("calls that did not complete", calls.Count(call => !call.Result.IsGood), "calls", 0);
        AddErrors(calls, stamps, results);
    }

    private static void AddErrors((int Seed, CallResult Result)[] calls, Dictionary<long, long[]> stamps, BenchmarkResults results)
    {
        var (first, gaps) = (new List<double>(), new List<double>());
        foreach (var (seed, result) in calls)
        {
            var sent = stamps[seed];
            if (result.FirstChunk is not { } chunk || sent.Length != result.ChunkGaps.Length + 1)
            {
                throw new InvalidOperationException($"call {seed}: lines were lost");
            }

            first.Add((chunk * 1e3 / Stopwatch.Frequency) - (sent[0] / 1e6));
            for (var i = 0; i < result.ChunkGaps.Length; i++)
            {
                gaps.Add(Math.Abs((result.ChunkGaps[i] * 1e3) - ((sent[i + 1] - sent[i]) / 1e6)));
            }
        }

        AddPercentiles("time to first token, client - node", first, results);
        AddPercentiles("chunk gap, |client - node|", gaps, results);
    }

    private static void AddPercentiles(string name, List<double> milliseconds, BenchmarkResults results)
    {
        milliseconds.Sort();
        foreach (var percentile in new[] { 50, 90, 99, 100 })
        {
            var value = milliseconds[(int)(percentile / 100.0 * (milliseconds.Count - 1))];
            results.Add($"{name}, {(percentile == 100 ? "max" : $"p{percentile}")}", value, "ms");
        }
    }

    private static Task<(int Seed, CallResult Result)[]> CallAllAsync(IModelClient client, int streams, int tokens, int firstSeed) =>
        Task.WhenAll(
            Enumerable
                .Range(firstSeed, streams)
                .Select(async seed =>
                {
                    // Starts are spread over a second, as arrivals are: with one start time all nodes would send their tokens together.
                    await Task.Delay(TimeSpan.FromSeconds((seed - firstSeed) / (double)streams), TimeProvider.System);
                    var request = new CallRequest(
                        "m",
                        [ChatMessage.User($"stream {seed}")],
                        new GenerationOptions { MaxTokens = tokens, Seed = seed }
                    );
                    return (seed, await client.CallAsync(request, CancellationToken.None));
                })
        );

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
