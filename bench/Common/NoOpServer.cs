using AgentLoad.Simulation;
using AgentLoad.Simulation.Http;

namespace AgentLoad.Bench.Common;

/// <summary>A simulated node that answers immediately, in a child process.</summary>
internal static class NoOpServer
{
    public const string Role = "no-op-server";

    /// <summary>Serves in the child process; writes its URL.</summary>
    public static async Task<int> ServeAsync()
    {
        await using var node = await SimulatedNode.StartAsync(
            new SimulatedNodeOptions { NoOp = true, Models = [new SimulatedModel("simulated:8b")] },
            new ProseReplyGenerator(),
            TimeProvider.System,
            CancellationToken.None
        );
        Console.WriteLine(node.Url);
        await ChildProcess.WaitForParentAsync();
        return 0;
    }
}
