using System.Net;
using AgentLoad.Silo.Security;
using StackExchange.Redis;

namespace AgentLoad.Silo.Redis;

/// <summary>Where a cluster's Redis is. Shows itself without its password.</summary>
internal sealed class RedisAddress
{
    /// <summary>Default port of Redis.</summary>
    public const int DefaultPort = 6379;

    private readonly string? _password;

    private RedisAddress(string host, int port, bool isTls, string? user, string? password) =>
        (Host, Port, IsTls, User, _password) = (host, port, isTls, user, password);

    /// <summary>Host name or address.</summary>
    public string Host { get; }

    /// <summary>Port.</summary>
    public int Port { get; }

    /// <summary>True for TLS (<c>rediss://</c>).</summary>
    public bool IsTls { get; }

    /// <summary>User name, or null for the default user.</summary>
    public string? User { get; }

    /// <summary>True where a password is known.</summary>
    public bool HasPassword => _password is not null;

    /// <summary>
    /// Reads <c>HOST</c>, <c>HOST:PORT</c>, <c>redis://[user[:password]@]HOST[:PORT]</c> or <c>rediss://…</c> (encrypted).
    /// </summary>
    /// <param name="text">What a user wrote.</param>
    /// <param name="password">The password, if the text holds none; null for no password.</param>
    /// <exception cref="FormatException">The text is not a Redis address.</exception>
    public static RedisAddress Parse(string text, string? password = null)
    {
        var full = text.Contains("://", StringComparison.Ordinal) ? text : $"redis://{text}";
        if (
            !Uri.TryCreate(full, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("redis" or "rediss")
            || uri.Host.Length == 0
            || uri.AbsolutePath.Length > 1
        )
        {
            throw new FormatException("A Redis address is HOST:PORT, redis://HOST:PORT, or rediss://HOST:PORT for TLS.");
        }

        var parts = uri.UserInfo.Split(':', 2);
        var user = parts[0].Length > 0 ? Uri.UnescapeDataString(parts[0]) : null;
        return new RedisAddress(
            uri.Host,
            uri.IsDefaultPort || uri.Port < 0 ? DefaultPort : uri.Port,
            uri.Scheme == "rediss",
            user,
            parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : password
        );
    }

    /// <summary>True if hosts other than this one may reach Redis and it asks for neither a password nor a client certificate.</summary>
    /// <param name="hasCertificate">True if this process presents a client certificate.</param>
    /// <param name="cancellationToken">Cancels the lookup of the host name.</param>
    public async Task<bool> IsOpenToNetworkAsync(bool hasCertificate, CancellationToken cancellationToken) =>
        !HasPassword
        && !(IsTls && hasCertificate)
        && !(await Dns.GetHostAddressesAsync(Host, cancellationToken).ConfigureAwait(false)).All(IPAddress.IsLoopback);

    /// <summary>Settings of a connection that is opened even where Redis is away for a while.</summary>
    /// <param name="certificateAuthority">
    /// Certificate file that Redis's certificate must come from; null for those that the machine trusts.
    /// </param>
    /// <param name="certificate">The client certificate; null for none.</param>
    public ConfigurationOptions Options(string? certificateAuthority = null, ClusterCertificate? certificate = null)
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { { Host, Port } },
            Ssl = IsTls,
            User = User,
            Password = _password,
            AbortOnConnectFail = false,
            ConnectTimeout = 2000,
            SyncTimeout = 5000,
            AsyncTimeout = 5000,
            ReconnectRetryPolicy = new LinearRetry(250),
            ClientName = "agentload",
        };
        if (IsTls)
        {
            options.SslHost = Host;
            if (certificateAuthority is not null)
            {
                options.TrustIssuer(certificateAuthority);
            }

            if (certificate is not null)
            {
                options.CertificateSelection += (_, _, _, _, _) => certificate.Own;
            }
        }

        return options;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(IsTls ? "rediss" : "redis")}://{Host}:{Port}";
}
