using AgentLoad.Client.Commands;
using AgentLoad.Silo.Clients;
using AgentLoad.Silo.Hosting;
using AgentLoad.Silo.Redis;
using AgentLoad.Silo.Security;

namespace AgentLoad.Client.Running;

/// <summary>Connections to clusters, from the options that name them.</summary>
internal static class ClusterConnector
{
    /// <summary>The cluster that options name.</summary>
    /// <exception cref="UserErrorException">The address is none, the password's variable is not set, or a certificate cannot be used.</exception>
    public static ClusterAddress GetAddress(HostChoice choice)
    {
        try
        {
            if (choice.RedisAuthority is { } authority)
            {
                PemFile.Certificates("--redis-ca", authority);
            }

            return new ClusterAddress(RedisAddress.Parse(choice.Cluster!, ReadPassword(choice)), choice.ClusterId, choice.RedisAuthority)
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
    public static async Task<ClusterConnection> ConnectAsync(
        HostChoice choice,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await ClusterConnection.OpenAsync(GetAddress(choice), timeProvider, cancellationToken);
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
            $"The environment variable {variable}, which is to hold the password of Redis, is not set.",
            ExitCode.BadInput
        );
}
