using AgentLoad.Agents.Hosting;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands;
using AgentLoad.Client.Running;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Silo.Clients;
using AgentLoad.Silo.Hosting;
using AgentLoad.Silo.Security;

namespace AgentLoad.Client.Cluster;

/// <summary>Runs on a cluster, from the options that name it.</summary>
internal static class ClusterHosts
{
    /// <summary>The cluster that options name.</summary>
    /// <exception cref="UserErrorException">The address is none, the password's variable is not set, or a certificate cannot be used.</exception>
    public static ClusterAddress AddressOf(HostChoice choice)
    {
        try
        {
            if (choice.RedisAuthority is { } authority)
            {
                PemFile.Certificates("--redis-ca", authority);
            }

            return new ClusterAddress(RedisAddress.Parse(choice.Cluster!, PasswordOf(choice)), choice.ClusterId, choice.RedisAuthority)
            {
                Tls = ClusterCertificate.Load(choice.TlsCertificate, choice.TlsKey, choice.TlsAuthority, TimeProvider.System.GetUtcNow()),
            };
        }
        catch (Exception e) when (e is FormatException or ClusterException)
        {
            throw new UserErrorException(e.Message, ExitCode.BadInput);
        }
    }

    /// <summary>Connects to the cluster.</summary>
    /// <exception cref="UserErrorException">It cannot be reached; the message says what to do.</exception>
    public static async Task<ClusterLink> OpenAsync(HostChoice choice, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        try
        {
            return await ClusterLink.OpenAsync(AddressOf(choice), timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException e)
        {
            throw new UserErrorException(e.Message);
        }
    }

    /// <summary>A new run on the cluster.</summary>
    public static async Task<IAgentHost> OrderAsync(
        HostChoice choice, Workload workload, TimeProvider timeProvider, Action<string> say, CancellationToken cancellationToken)
    {
        var link = await OpenAsync(choice, timeProvider, cancellationToken).ConfigureAwait(false);
        try
        {
            return new Linked(link, await link.OrderAsync(workload, say).ConfigureAwait(false));
        }
        catch (ClusterException e)
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw new UserErrorException(e.Message, ExitCode.BadInput);
        }
    }

    /// <summary>A run that another client ordered, with its workload.</summary>
    /// <exception cref="UserErrorException">The cluster does not know it.</exception>
    public static async Task<(IAgentHost Host, Workload Workload)> AttachAsync(
        HostChoice choice, string run, TimeProvider timeProvider, Action<string> say, CancellationToken cancellationToken)
    {
        var link = await OpenAsync(choice, timeProvider, cancellationToken).ConfigureAwait(false);
        try
        {
            var (host, text) = await link.AttachAsync(run, say, cancellationToken).ConfigureAwait(false);
            var read = WorkloadFile.Parse(text, run, WorkloadInputs.Catalogued with { Environment = static _ => "-" });
            return read.Workload is { } workload
                ? (new Linked(link, host), workload)
                : throw new UserErrorException(string.Join(Environment.NewLine, read.Lines));
        }
        catch (ClusterException e)
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw new UserErrorException(e.Message, ExitCode.BadInput);
        }
    }

    private static string? PasswordOf(HostChoice choice) =>
        choice.PasswordVariable is not { } variable ? null
        : Environment.GetEnvironmentVariable(variable) is { Length: > 0 } password ? password
        : throw new UserErrorException($"The environment variable {variable}, which is to hold the password of Redis, is not set.", ExitCode.BadInput);

    /// <summary>A run together with the connection that it needs.</summary>
    private sealed class Linked(ClusterLink link, IAgentHost run) : IAgentHost
    {
        public Task<IReadOnlyList<EndpointFacts>> PrepareAsync(CancellationToken cancellationToken) => run.PrepareAsync(cancellationToken);

        public Task<HostedRun> RunAsync(Func<TaskRecord, ValueTask> save, CancellationToken drain, CancellationToken stop) => run.RunAsync(save, drain, stop);

        public ValueTask<LiveState> ReadAsync(CancellationToken cancellationToken) => run.ReadAsync(cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await run.DisposeAsync().ConfigureAwait(false);
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }
}
