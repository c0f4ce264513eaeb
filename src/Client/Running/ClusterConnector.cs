using AgentLoad.Client.Commands;
using AgentLoad.Silo.Clients;
using AgentLoad.Silo.Hosting;
using AgentLoad.Silo.Redis;
using AgentLoad.Silo.Security;

namespace AgentLoad.Client.Running;

/// <summary>Connects to the cluster that the options select.</summary>
internal static class ClusterConnector
{
    /// <summary>Returns the address and credentials of the cluster.</summary>
    /// <exception cref="UserErrorException">An address, password variable or certificate is invalid.</exception>
    public static ClusterAddress GetAddress(HostChoice choice, TimeProvider timeProvider)
    {
        try
        {
            if (choice.RedisAuthority is { } authority)
            {
                PemFile.Certificates("--redis-ca", authority);
            }

            return new ClusterAddress(RedisAddress.Parse(choice.Cluster!, ReadPassword(choice)), choice.ClusterId, choice.RedisAuthority)
            {
                Tls = ClusterCertificate.Load(choice.TlsCertificate, choice.TlsKey, choice.TlsAuthority, timeProvider.GetUtcNow()),
                TraceGrains = choice.TraceGrains,
            };
        }
        catch (Exception e) when (e is FormatException or ClusterException)
        {
            throw new UserErrorException(e.Message, ExitCode.BadInput);
        }
    }

    /// <summary>Connects to the cluster.</summary>
    /// <exception cref="UserErrorException">The cluster cannot be reached; the message suggests a fix.</exception>
    public static async Task<ClusterConnection> ConnectAsync(
        HostChoice choice,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // The wait ends immediately, whatever the connection attempt waits for.
            return await ClusterConnection
                .OpenAsync(GetAddress(choice, timeProvider), timeProvider, cancellationToken)
                .WaitAsync(cancellationToken);
        }
        catch (ClusterException e)
        {
            throw new UserErrorException(e.Message);
        }
    }

    private static string? ReadPassword(HostChoice choice) =>
        choice.PasswordVariable is not { } variable ? null
        : Environment.GetEnvironmentVariable(variable) is { Length: > 0 } password ? password
        : throw new UserErrorException(
            $"The environment variable {variable}, which must contain the Redis password, is not set.",
            ExitCode.BadInput
        );
}
