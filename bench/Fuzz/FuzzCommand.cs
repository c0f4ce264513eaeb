using System.CommandLine;
using AgentLoad.Bench.Common;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Ollama;
using AgentLoad.Inference.OpenAI;
using AgentLoad.Inference.Replies;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Bench.Fuzz;

/// <summary>
/// <c>fuzz</c>: reads mutated reply streams. Every stream must end as a result, without an exception, and must have the same result however
/// it is cut into pieces.
/// </summary>
internal static class FuzzCommand
{
    private const int MaxPrinted = 10;

    private static readonly Option<int> Streams = BenchmarkCommand.Number("--streams", 100_000, "Streams per API. (default 100,000)");
    private static readonly Option<int> Seed = BenchmarkCommand.Number("--seed", 1, "Seed of the first stream. (default 1)");
    private static readonly CallRequest Request = new("m", [ChatMessage.User("Say hello")], new GenerationOptions());

    public static Command Create() =>
        BenchmarkCommand.Create(
            "fuzz",
            "Reads mutated reply streams of both APIs: no exception, and no dependence on how a stream is cut.",
            [Streams, Seed],
            (parsed, results, cancellationToken) =>
            {
                foreach (var api in (ModelApi[])[ModelApi.OpenAI, ModelApi.Ollama])
                {
                    Run(api, parsed.GetValue(Streams), parsed.GetValue(Seed), results, cancellationToken);
                }

                return Task.CompletedTask;
            }
        );

    private static void Run(ModelApi api, int streams, int seed, BenchmarkResults results, CancellationToken cancellationToken)
    {
        Console.WriteLine($"{api}: {streams} streams, seeds {seed} to {seed + streams - 1}");
        var corpus = FuzzCorpus.Of(api);
        var good = 0;
        var findings = 0;
        for (var i = 0; i < streams && !cancellationToken.IsCancellationRequested; i++)
        {
            var random = new Random(seed + i);
            var stream = StreamMutator.Mutate(corpus, random);
            if (Finding(api, stream, random, ref good) is { } finding)
            {
                findings++;
                if (findings <= MaxPrinted)
                {
                    Console.WriteLine($"seed {seed + i}: {finding}\n  {Convert.ToHexString(stream)}");
                }
            }
        }

        results.Add($"{api}: usable replies", good, "");
        results.Add($"{api}: findings", findings, "", goal: 0);
    }

    private static string? Finding(ModelApi api, byte[] stream, Random random, ref int good)
    {
        try
        {
            var whole = Read(api, stream, () => int.MaxValue);
            good += whole.IsGood ? 1 : 0;
            var longest = random.Next(1, 64);
            var cut = Read(api, stream, () => random.Next(1, longest + 1));
            return Text(whole) == Text(cut) ? null : $"depends on the cut:\n  {Text(whole)}\n  {Text(cut)}";
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }

    private static CallResult Read(ModelApi api, ReadOnlySpan<byte> stream, Func<int> nextLength)
    {
        using Reply reply = api is ModelApi.OpenAI ? new OpenAIReply(TimeProvider.System) : new OllamaReply(TimeProvider.System);
        using var lines = new LineBuffer();
        reply.HttpStatus = 200;
        reply.AnnounceTo(static _ => { });
        while (reply.Outcome is null)
        {
            var free = lines.GetFreeMemory().Span;
            var length = Math.Min(Math.Min(nextLength(), stream.Length), free.Length);
            if (length == 0)
            {
                reply.EndOfBody(lines.Rest(), 0);
                break;
            }

            stream[..length].CopyTo(free);
            stream = stream[length..];
            lines.Advance(length);
            while (reply.Outcome is null && lines.TryReadLine(out var line))
            {
                reply.Accept(line, 0);
            }
        }

        return reply.ToResult(EndpointAddress.From(new EndpointOptions("http://fuzz", api)), Request, 0);
    }

    private static string Text(CallResult result) =>
        $"{result.Outcome} {result.Error} {result.Text} {result.Thinking} {string.Join(", ", result.ToolCalls)} {result.PromptTokens} "
        + $"{result.CompletionTokens} {result.CachedTokens} {result.ReasoningTokens} {result.Provenance} {result.Model} "
        + $"{result.ServerQueue} {result.ServerLoad} {result.ServerPrefill} {result.ServerDecode}";
}
