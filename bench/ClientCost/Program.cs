using System.Diagnostics;
using AgentLoad.ClientCost;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;

// Client CPU per streamed line: the Ollama client against a bare socket that only counts lines. The server is a process of its own,
// so that its CPU does not count.
var shape = Shape.Parse(args);
if (args.Contains("--serve"))
{
    await LineServer.ServeAsync(shape);
    return;
}

using var server = Process.Start(
    new ProcessStartInfo(Environment.ProcessPath!, [.. EntryPoint(), "--serve", .. shape.ToArguments()])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    }
)!;
int port = int.Parse((await server.StandardOutput.ReadLineAsync())!);
using var client = ModelClients.Create(new EndpointOptions($"http://127.0.0.1:{port}", ModelApi.Ollama), TimeProvider.System);
var request = new CallRequest("m", [ChatMessage.User("x")], new GenerationOptions());

Console.WriteLine(
    $"{shape.Streams} streams x {shape.Lines} lines, one every {shape.Interval.TotalMilliseconds} ms; client CPU per line, µs"
);
Console.WriteLine($"{"round", -8}{"raw", 8}{"client", 8}{"ratio", 8}{"client KB/stream", 18}");
var ratios = new List<double>();
for (int round = 0; round < 5; round++)
{
    double raw = await Cost.PerLineAsync(shape, () => RawReader.ReadAsync(port, shape.Lines));
    double call = await Cost.PerLineAsync(shape, CallAsync);
    double memory = Cost.PeakBytes / 1024.0 / shape.Streams;
    // The first round is not warm: code is still being compiled.
    if (round > 0)
        ratios.Add(call / raw);
    Console.WriteLine($"{(round == 0 ? "cold" : $"{round}"), -8}{raw, 8:0.00}{call, 8:0.00}{call / raw, 8:0.00}{memory, 18:0.0}");
}
ratios.Sort();
Console.WriteLine($"median ratio, warm: {(ratios[1] + ratios[2]) / 2:0.00} (goal: at most 1.50)");
server.StandardInput.Close();
await server.WaitForExitAsync();

async Task<int> CallAsync()
{
    var result = await client.CallAsync(request, CancellationToken.None);
    return result.IsGood && result.ChunkGaps.Length == shape.Lines - 2
        ? shape.Lines
        : throw new InvalidOperationException($"{result.Outcome}: {result.Error}");
}

static string[] EntryPoint() =>
    Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
