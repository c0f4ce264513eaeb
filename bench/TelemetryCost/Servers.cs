using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AgentLoad.Simulation;
using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;

namespace AgentLoad.TelemetryCost;

/// <summary>A model server and a collector in a process of their own, so that their work is not counted.</summary>
internal sealed class Servers : IDisposable
{
    private readonly Process _process;

    private Servers(Process process, string node, string collector) => (_process, Node, Collector) = (process, node, new Uri(collector));

    public string Node { get; }

    public Uri Collector { get; }

    public static async Task<Servers> StartAsync()
    {
        var process = Process.Start(
            new ProcessStartInfo("dotnet", [typeof(Servers).Assembly.Location, "serve"])
            {
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            }
        )!;
        var urls = (await process.StandardOutput.ReadLineAsync())!.Split(' ');
        return new Servers(process, urls[0], urls[1]);
    }

    /// <summary>The other process: serves until its input ends.</summary>
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
        var url = $"http://127.0.0.1:{FreePort()}";
        collector.Prefixes.Add($"{url}/");
        collector.Start();
        Console.WriteLine($"{node.Url} {url}");
        var ended = Console.In.ReadToEndAsync();
        while (true)
        {
            var next = collector.GetContextAsync();
            if (await Task.WhenAny(next, ended) == ended)
            {
                return 0;
            }

            var context = await next;
            await context.Request.InputStream.CopyToAsync(Stream.Null);
            context.Response.Close();
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
