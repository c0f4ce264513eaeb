using AgentLoad.Client.Running;
using AgentLoad.Simulation.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentLoad.Client.Commands.Nodes;

/// <summary>The simulated node of a host. It stops when its calls have ended.</summary>
internal sealed partial class NodeHost(NodeOptions options, TimeProvider timeProvider, ILogger<NodeHost> log) : IHostedService
{
    /// <summary>Maximum time to wait for calls in flight at shutdown; below the termination grace period of a pod.</summary>
    internal static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(20);

    private SimulatedNode? _node;

    /// <inheritdoc/>
    /// <exception cref="UserErrorException">An option is invalid.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _node = await SimulatedNodes.StartAsync(options.Settings, options.Server, timeProvider, cancellationToken);
        LogAddress(options.Profile, options.Model, _node.Url);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_node is { } node)
        {
            node.Drain();
            await node.WaitForIdleAsync(DrainTimeout, cancellationToken);
            await node.DisposeAsync();
        }
    }

    [LoggerMessage(LogLevel.Information, "Simulated node ({Profile}) with model {Model} at {Url}; press Ctrl-C to stop.")]
    private partial void LogAddress(string profile, string model, string url);
}
