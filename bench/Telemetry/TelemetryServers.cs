using System.Net;
using AgentLoad.Bench.Common;
using AgentLoad.Simulation;
using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;
using AgentLoad.Testing;

namespace AgentLoad.Bench.Telemetry;

/// <summary>A simulated node and an OTLP collector in a child process.</summary>
internal static class TelemetryServers
{
    public const string Role = "telemetry-servers";

    /// <summary>Serves in the child process; writes the URLs of the node and of the collector.</summary>
    public static async Task<int> ServeAsync()
    {
        await using var node = await SimulatedNode.StartAsync(
            new SimulatedNodeOptions
            {
                Profile = NodeProfiles.Get("h100-vllm-8b") with { Slots = 1000 },
                Models = [new SimulatedModel("simulated:8b")],
            },
            new ProseReplyGenerator(),
            TimeProvider.System,
            CancellationToken.None
        );
        using var collector = new HttpListener();
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        collector.Prefixes.Add($"{url}/");
        collector.Start();
        Console.WriteLine($"{node.Url} {url}");
        _ = CollectAsync(collector);
        await ChildProcess.WaitForParentAsync();
        return 0;
    }

    private static async Task CollectAsync(HttpListener collector)
    {
        while (true)
        {
            var context = await collector.GetContextAsync();
            await context.Request.InputStream.CopyToAsync(Stream.Null);
            context.Response.Close();
        }
    }
}
