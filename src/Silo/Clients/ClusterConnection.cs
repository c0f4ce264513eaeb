using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Grains;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Runs;
using AgentLoad.Agents.Workloads;
using AgentLoad.Silo.Hosting;
using AgentLoad.Silo.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace AgentLoad.Silo.Clients;

/// <summary>A client's connection to a cluster.</summary>
internal sealed class ClusterConnection : IAsyncDisposable
{
    private const string DefaultId = "agentload";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DisconnectTimeout = TimeSpan.FromSeconds(1);

    private readonly IHost _host;
    private readonly ClusterRegistry _registry;
    private readonly TimeProvider _time;

    private ClusterConnection(IHost host, ClusterRegistry registry, TimeProvider time) =>
        (_host, _registry, _time) = (host, registry, time);

    private IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Connects to a cluster.</summary>
    /// <exception cref="ClusterException">Redis does not answer, no silo is active, or the cluster has another version.</exception>
    public static async Task<ClusterConnection> OpenAsync(ClusterAddress address, TimeProvider time, CancellationToken cancellationToken)
    {
        var registry = await ClusterRegistry.OpenAsync(address, time).ConfigureAwait(false);
        await registry.CheckAsync().ConfigureAwait(false);
        if (await registry.ActiveSilosAsync().ConfigureAwait(false) == 0)
        {
            throw new ClusterException(await NoSiloMessageAsync(address, registry).ConfigureAwait(false));
        }

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (address.ClusterId, ClusterNames.Service));
            client.UseRedisClustering(o => o.ConfigurationOptions = address.RedisOptions());
            if (address.Tls is { } tls)
            {
                client.UseTls(tls.Configure);
            }

            if (address.TraceGrains)
            {
                client.AddActivityPropagation();
            }

            client.UseConnectionRetryFilter(new LimitedRetryFilter(time));
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = MembershipSettings.GatewayRefresh);
            client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = GrainCalls.ResponseTimeout);
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken).WaitAsync(ConnectTimeout, time, cancellationToken).ConfigureAwait(false);
            return new ClusterConnection(host, registry, time);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            host.Dispose();
            throw new ClusterException(await NoSiloMessageAsync(address, registry).ConfigureAwait(false), e);
        }
    }

    /// <summary>Creates a run of a workload.</summary>
    /// <param name="workload">The workload. Every silo must reach its endpoints.</param>
    /// <param name="say">Receives lines for the user.</param>
    /// <exception cref="ClusterException">An endpoint's URL contains a password. Passwords are not sent to a cluster.</exception>
    public async Task<IAgentHost> CreateRunAsync(Workload workload, Action<string> say)
    {
        if (workload.Endpoints.FirstOrDefault(e => e.Value.Urls.Any(url => url.UserInfo.Length > 0)).Key is { } endpoint)
        {
            throw new ClusterException(
                $"The url of endpoint '{endpoint}' contains a user name or a password. Secrets are not sent to silos: set an "
                    + "environment variable on every silo and name it with apiKey: ${NAME}."
            );
        }

        var order = new RunSpec(
            Guid.NewGuid().ToString("N")[..12],
            WorkloadWriter.Write(workload, WorkloadInputs.Default),
            _time.GetUtcNow()
        )
        {
            Assemblies = UserCode.In(workload),
        };
        await _registry.AddAsync(order.RunId, workload.Name).ConfigureAwait(false);
        return HostOf(order, say);
    }

    /// <summary>Attaches to a run that another client started.</summary>
    /// <param name="run">Its id, or its name.</param>
    /// <param name="say">Receives lines for the user.</param>
    /// <param name="cancellationToken">Cancels waiting for the run.</param>
    /// <exception cref="ClusterException">The cluster has no such run. The message lists its runs.</exception>
    public async Task<(IAgentHost Host, string Workload)> AttachAsync(string run, Action<string> say, CancellationToken cancellationToken)
    {
        var known = await _registry.RunsAsync().ConfigureAwait(false);
        string[] ids = [.. known.Where(r => r.Key == run || r.Value == run).Select(r => r.Key)];
        var order = ids.Length == 1 ? (await ProgressAsync(ids[0], say, cancellationToken).ConfigureAwait(false)).Spec : null;
        return order is not null
            ? (HostOf(order, say), order.Workload)
            : throw new ClusterException(
                $"{(ids.Length > 1 ? $"Several runs are named '{run}'" : $"The cluster knows no run '{run}'")}. Its runs: "
                    + $"{(known.Count == 0 ? "none" : string.Join(", ", known.Select(r => $"{r.Key} ({r.Value})")))}."
            );
    }

    /// <summary>Returns the active silos with their load.</summary>
    public async Task<IReadOnlyList<SiloDescription>> SilosAsync()
    {
        var hosts = await Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true).ConfigureAwait(false);
        var described = hosts.Keys.Select(silo => TryDescribeAsync(silo.ToParsableString()));
        return
        [
            .. (await Task.WhenAll(described).ConfigureAwait(false)).OfType<SiloDescription>().OrderBy(s => s.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The cluster's runs: id, name and progress; progress is null if the run's silo does not answer.</summary>
    public async Task<IReadOnlyList<(string Id, string Name, RunProgress? Progress)>> RunsAsync()
    {
        var runs = await _registry.RunsAsync().ConfigureAwait(false);
        var asked = runs.Select(async run => (run.Key, run.Value, await TryProgressAsync(run.Key).ConfigureAwait(false)));
        // A run that is being deleted has no specification.
        return [.. (await Task.WhenAll(asked).ConfigureAwait(false)).Where(run => run.Item3 is not { Spec: null })];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.Run(async () =>
                {
                    await _host.StopAsync(CancellationToken.None).ConfigureAwait(false);
                    _host.Dispose();
                })
                .WaitAsync(DisconnectTimeout, _time)
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The silos no longer answer. The connection ends with the process.
        }
    }

    private static async Task<string> NoSiloMessageAsync(ClusterAddress address, ClusterRegistry registry)
    {
        var up = await registry.ActiveSilosAsync().ConfigureAwait(false);
        var others = (await registry.ClustersAsync().ConfigureAwait(false)).Where(name => name != address.ClusterId).ToArray();
        return $"No silo of cluster '{address.ClusterId}' answers (Redis at {address.Redis})."
            + (
                up > 0
                    ? $" {up} silos are registered as active but none accepts connections from this host: a silo on loopback is "
                        + "reachable from its own machine only (--address), and with TLS it accepts only certificates of its CA."
                    : ""
            )
            + (others.Length > 0 ? $" Clusters with silos up: {string.Join(", ", others)} (--cluster-id)." : "")
            + (
                up == 0
                    ? " Start one: agentload silo --redis "
                        + $"{address.Redis.Host}:{address.Redis.Port}"
                        + (address.ClusterId == DefaultId ? "" : $" --cluster-id {address.ClusterId}")
                    : ""
            );
    }

    private GrainHost HostOf(RunSpec order, Action<string> say) =>
        new(Grains, order, new RedisRecordSource(_registry.Log(_time), order.RunId, _time), _time, say)
        {
            Forgotten = () => _registry.RemoveAsync(order.RunId),
        };

    /// <summary>Returns the progress of a run, and waits until the run answers.</summary>
    private async Task<RunProgress> ProgressAsync(string runId, Action<string> say, CancellationToken cancellationToken)
    {
        if (await TryProgressAsync(runId).ConfigureAwait(false) is { } progress)
        {
            return progress;
        }

        say(RunMessages.NotAnswering(runId));
        return await GrainCalls
            .RetryAsync(() => Grains.GetGrain<IRunGrain>(runId).ProgressAsync(), _time, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<RunProgress?> TryProgressAsync(string runId)
    {
        try
        {
            return await Grains.GetGrain<IRunGrain>(runId).ProgressAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (GrainCalls.IsTransient(e))
        {
            return null;
        }
    }

    private async Task<SiloDescription?> TryDescribeAsync(string silo)
    {
        try
        {
            return await Grains.GetGrain<ISiloGrain>(silo).DescribeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (GrainCalls.IsTransient(e))
        {
            return null;
        }
    }
}
