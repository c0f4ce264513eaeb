using System.CommandLine;
using AgentLoad.Bench.Common;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Bench.ClientCost;

/// <summary>
/// <c>client-cost</c>: CPU time per streamed line of the Ollama client, compared with a bare socket that only counts lines.
/// </summary>
internal static class ClientCostCommand
{
    private const double GoalRatio = 1.25;

    private static readonly Option<int> Rounds = BenchmarkCommand.Number("--rounds", 4, "Measured rounds. (default 4)");

    public static Command Create() =>
        BenchmarkCommand.Create(
            "client-cost",
            "CPU time per streamed line of the Ollama client, compared with a bare socket.",
            [.. StreamShape.Options, Rounds],
            (parsed, results, _) => RunAsync(StreamShape.Read(parsed), parsed.GetValue(Rounds), results)
        );

    private static async Task RunAsync(StreamShape shape, int rounds, BenchmarkResults results)
    {
        var (server, port) = await LineServer.StartAsync(shape);
        using var process = server;
        using var client = ModelClients.Create(new EndpointOptions($"http://127.0.0.1:{port}", ModelApi.Ollama), TimeProvider.System);
        var request = new CallRequest("m", [ChatMessage.User("x")], new GenerationOptions());
        results.Print($"{shape.Streams} streams of {shape.Lines} lines, one every {shape.Interval.TotalMilliseconds} ms; CPU per line, µs");
        results.Print($"{"round", -8}{"socket", 8}{"client", 8}{"ratio", 8}{"client KB/stream", 18}");
        var (costs, ratios, memory) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            var raw = await StreamCost.MeasureAsync(shape, () => RawReader.ReadAsync(port, shape.Lines));
            var call = await StreamCost.MeasureAsync(shape, CallAsync);
            var (ratio, kilobytes) = (call.MicrosecondsPerLine / raw.MicrosecondsPerLine, call.Bytes / 1024.0 / shape.Streams);

            // The first round includes compilation.
            if (round > 0)
            {
                costs.Add(call.MicrosecondsPerLine);
                ratios.Add(ratio);
                memory.Add(kilobytes);
            }

            results.Print(
                $"{(round == 0 ? "cold" : $"{round}"), -8}{raw.MicrosecondsPerLine, 8:0.00}{call.MicrosecondsPerLine, 8:0.00}"
                    + $"{ratio, 8:0.00}{kilobytes, 18:0.0}"
            );
        }

        results.Add("client CPU per line, median", Median.Of(costs), "µs");
        results.Add("client memory per open stream, median", Median.Of(memory), "KB");
        results.Add("client CPU compared with a bare socket, median", Median.Of(ratios), "", GoalRatio);

        async Task<int> CallAsync()
        {
            var result = await client.CallAsync(request, CancellationToken.None);
            return result.IsGood && result.ChunkGaps.Length == shape.Lines - 2
                ? shape.Lines
                : throw new InvalidOperationException($"{result.Outcome}: {result.Error}");
        }
    }
}
