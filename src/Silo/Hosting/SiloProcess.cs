using System.Net.Sockets;
using AgentLoad.Silo.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentLoad.Silo.Hosting;

/// <summary>Runs the host of one silo until it is asked to stop. Its agents then move to other silos.</summary>
/// <param name="host">The host, with the services of <see cref="SiloHosting.UseAgentLoadSilo"/>.</param>
/// <param name="settings">The silo.</param>
/// <param name="stop">Asks it to stop.</param>
/// <param name="time">Time provider.</param>
internal sealed class SiloProcess(IHost host, SiloSettings settings, StopRequest stop, TimeProvider time)
{
    /// <summary>A silo that is stopped while it joins first completes joining, so that it can leave properly; at most this long.</summary>
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(10);

    private readonly ILogger _log = host.Services.GetRequiredService<ILogger<SiloProcess>>();

    /// <summary>Runs the silo.</summary>
    /// <exception cref="ClusterException">
    /// Redis does not answer or has lost its data, a port is in use, the cluster has another version, the silo cannot reach another active
    /// silo, or it could not leave in time.
    /// </exception>
    public async Task RunAsync()
    {
        if (!await StartAsync().ConfigureAwait(false))
        {
            _log.StoppedBeforeJoining();
            return;
        }

        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop.Drain, lifetime.ApplicationStopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (host.Services.GetRequiredService<SelfMonitor>().Failure is { } failure)
        {
            throw new ClusterException(failure);
        }

        await LeaveAsync().ConfigureAwait(false);
        _log.SiloStopped(settings.Name);
    }

    /// <summary>Starts the host. Returns false if it was asked to stop before the silo joined.</summary>
    private async Task<bool> StartAsync()
    {
        using var abort = new CancellationTokenSource();
        using var delayed = stop.Drain.Register(() => abort.CancelAfter(JoinTimeout));
        using var immediate = stop.Now.Register(abort.Cancel);
        try
        {
            await Task.Run(() => host.StartAsync(abort.Token)).ConfigureAwait(false);
            return true;
        }
        catch (Exception) when (stop.Drain.IsCancellationRequested)
        {
            // Orleans removes what it has registered so far. Failures do not matter: the process ends.
            await StopAsync().WaitAsync(SiloLifetime.LeaveTimeout, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
        catch (Exception e) when (e is OrleansException or SocketException || RedisErrors.IsRedisFailure(e))
        {
            throw new ClusterException($"The silo cannot start: {e.GetBaseException().Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>A silo that cannot reach Redis would try to leave the cluster without end.</summary>
    private async Task LeaveAsync()
    {
        var stopping = StopAsync();
        await Task.WhenAny(host.Services.GetRequiredService<SiloLifetime>().Drained, stopping).ConfigureAwait(false);
        try
        {
            await stopping.WaitAsync(SiloLifetime.LeaveTimeout, time).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new ClusterException(
                $"Silo {settings.Name} could not update its membership entry in Redis within "
                    + $"{SiloLifetime.LeaveTimeout.TotalSeconds:0} s. The cluster will declare it dead.",
                e
            );
        }
    }

    private Task StopAsync() =>
        Task.Run(async () =>
        {
            await host.StopAsync(stop.Now).ConfigureAwait(false);
            await ((IAsyncDisposable)host).DisposeAsync().ConfigureAwait(false);
        });
}
