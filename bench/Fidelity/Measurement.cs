using System.Diagnostics;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Fidelity;

/// <summary>The client's side: many calls at once through the client that runs use, then its times against the node's stamps.</summary>
internal static class Measurement
{
    public static async Task<int> RunAsync(int streams, double stepMilliseconds, int tokens, int nodes)
    {
        var log = Path.GetTempFileName();
        using var node = Process.Start(
            new ProcessStartInfo(
                Path.Combine(AppContext.BaseDirectory, "AgentLoad.Fidelity"),
                ["node", $"{nodes}", $"{streams}", $"{stepMilliseconds}", log]
            )
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        var urls = (await node.StandardOutput.ReadLineAsync())!.Split(' ');
        using var client = new EndpointPool(
            [.. urls.Select(url => ModelClients.Create(new EndpointOptions(url, ModelApi.Ollama), TimeProvider.System))],
            Routing.RoundRobin
        );
        await CallAllAsync(client, streams, 20, firstSeed: 1_000_000);

        var (began, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var calls = await CallAllAsync(client, streams, tokens, firstSeed: 1);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var clientCpu = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        node.StandardInput.Close();
        await node.WaitForExitAsync();

        var lines = (await File.ReadAllLinesAsync(log)).Select(line => line.Split(' ')).ToList();
        var stamps = lines
            .Where(line => line[0] != "cpu")
            .ToDictionary(line => int.Parse(line[0]), line => line.Skip(1).Select(long.Parse).ToArray());
        File.Delete(log);
        Console.WriteLine(
            $"{streams} streams of {tokens} tokens, {stepMilliseconds} ms a step, {nodes} nodes: {streams * tokens / seconds:N0} lines/s over {seconds:F1} s on {Environment.ProcessorCount} cores"
        );
        Console.WriteLine($"CPU: client {clientCpu / seconds:P0} of a core while measured, node {double.Parse(lines[^1][1]):F1} s in all");
        Console.WriteLine($"calls that completed: {calls.Count(call => call.Result.IsGood)} of {calls.Length}");
        Report(calls, stamps);
        return 0;
    }

    private static void Report((int Seed, CallResult Result)[] calls, Dictionary<int, long[]> stamps)
    {
        var (first, gaps) = (new List<double>(), new List<double>());
        foreach (var (seed, result) in calls)
        {
            var emitted = stamps[seed];
            if (result.FirstChunk is not { } chunk || emitted.Length != result.ChunkGaps.Length + 1)
                throw new InvalidOperationException($"call {seed}: lines lost");
            first.Add((chunk * 1e3 / Stopwatch.Frequency) - (emitted[0] / 1e6));
            for (var i = 0; i < result.ChunkGaps.Length; i++)
                gaps.Add(Math.Abs((result.ChunkGaps[i] * 1e3) - ((emitted[i + 1] - emitted[i]) / 1e6)));
        }

        Print("TTFT, client - node", first);
        Print("chunk gap, |client - node|", gaps);
    }

    private static void Print(string name, List<double> milliseconds)
    {
        milliseconds.Sort();
        Console.WriteLine($"{name, -28} p50 {At(0.5):F3} ms   p90 {At(0.9):F3} ms   p99 {At(0.99):F3} ms   max {milliseconds[^1]:F3} ms");

        double At(double share) => milliseconds[(int)(share * (milliseconds.Count - 1))];
    }

    private static Task<(int Seed, CallResult Result)[]> CallAllAsync(IModelClient client, int streams, int tokens, int firstSeed) =>
        Task.WhenAll(
            Enumerable
                .Range(firstSeed, streams)
                .Select(async seed =>
                {
                    // Starts are spread over a second, as arrivals are: begun together, all nodes would take their steps together too.
                    await Task.Delay(TimeSpan.FromSeconds((seed - firstSeed) / (double)streams), TimeProvider.System);
                    var request = new CallRequest(
                        "m",
                        [ChatMessage.User($"stream {seed}")],
                        new GenerationOptions { MaxTokens = tokens, Seed = seed }
                    );
                    return (seed, await client.CallAsync(request, CancellationToken.None));
                })
        );
}
