using System.CommandLine;
using AgentLoad.Client.Running;

namespace AgentLoad.Client.Commands;

/// <summary>Options that name a cluster; the same wherever a command takes one.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<string?> _clusterId = One("--cluster-id", "NAME", "Name of the cluster (default agentload).");
    private readonly Option<string?> _password = One(
        "--redis-password-env",
        "VARIABLE",
        "Environment variable that holds the password of Redis."
    );
    private readonly Option<string?> _authority = One(
        "--redis-ca",
        "FILE",
        "Certificate that Redis's certificate must come from, for rediss://."
    );

    private readonly Option<string?> _certificate = One(
        "--tls-cert",
        "FILE",
        "TLS between silos and clients: certificate of this process (PEM)."
    );
    private readonly Option<string?> _key = One("--tls-key", "FILE", "TLS: private key of the certificate (PEM).");
    private readonly Option<string?> _members = One(
        "--tls-ca",
        "FILE",
        "TLS: certificate authority of the cluster; whoever has one of its certificates is let in (PEM)."
    );

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _clusterId, _password, _authority, _certificate, _key, _members })
        {
            command.Add(option);
        }
    }

    /// <summary>The option that says which cluster.</summary>
    public static Option<string?> Where(string description) =>
        new("--cluster") { Description = description, HelpName = "redis://HOST:PORT" };

    public HostChoice Read(ParseResult parsed, string? host, string? cluster) =>
        new(host, cluster)
        {
            ClusterId = parsed.GetValue(_clusterId) ?? HostChoice.Default.ClusterId,
            PasswordVariable = parsed.GetValue(_password),
            RedisAuthority = parsed.GetValue(_authority),
            TlsCertificate = parsed.GetValue(_certificate),
            TlsKey = parsed.GetValue(_key),
            TlsAuthority = parsed.GetValue(_members),
        };

    private static Option<string?> One(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };
}
