using System.Diagnostics;
using AgentLoad.Simulation;
using AgentLoad.Simulation.Http;

namespace AgentLoad.GrainCost;

/// <summary>A server that answers at once, in a process of its own, so that its work is not counted.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process _process;

    private Server(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    public static async Task<Server> StartAsync()
    {
        var process = Process.Start(
            new ProcessStartInfo("dotnet", [typeof(Server).Assembly.Location, "serve"])
            {
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            }
        )!;
        return new Server(process, (await process.StandardOutput.ReadLineAsync())!);
    }

    /// <summary>The other process: serves until its input ends.</summary>
    public static async Task<int> ServeAsync()
    {
        await using var node = await SimulatedNode.StartAsync(
            new SimulatedNodeOptions { NoOp = true, Models = [new SimulatedModel("simulated:8b")] },
            new ProseReplyGenerator(),
            TimeProvider.System,
            CancellationToken.None
        );
        Console.WriteLine(node.Url);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
