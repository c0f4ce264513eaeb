using AgentLoad.Client.Hosting;
using AgentLoad.Client.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentLoad.Client.Commands.Nodes;

/// <summary>Runs <c>agentload node</c>.</summary>
internal static class NodeJob
{
    /// <summary>Serves a node until it is asked to stop, and returns the exit status.</summary>
    /// <exception cref="UserErrorException">An option is invalid.</exception>
    public static async Task<int> ExecuteAsync(
        IConfigurationRoot configuration,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        var options = OptionsReader.Read<NodeOptions>(configuration, NodeOptions.Section);
        InlineSockets.Enable();
        using var signals = new StopSignals(static _ => { });
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Drain);
        var builder = AgentLoadHost.CreateBuilder(configuration);
        builder.Services.AddSingleton(options).AddSingleton(timeProvider).AddHostedService<NodeHost>();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = NodeHost.DrainTimeout + TimeSpan.FromSeconds(2));
        using var host = builder.Build();
        try
        {
            await host.StartAsync(drain.Token);
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested)
        {
            return ExitCode.Success;
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, timeProvider, drain.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await host.StopAsync(signals.Stop);
        return ExitCode.Success;
    }
}
