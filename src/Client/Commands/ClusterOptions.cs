using System.CommandLine;
using AgentLoad.Client.Running;

namespace AgentLoad.Client.Commands;

/// <summary>Options that select the agent host or a cluster; defined once for all commands.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<string?>? _host;
    private readonly Option<string?> _redis;
    private readonly Option<string?> _clusterId = Single("--cluster-id", "NAME", "Name of the cluster (default agentload).");
    private readonly Option<string?> _password = Single(
        "--redis-password-env",
        "VARIABLE",
        "Environment variable that contains the Redis password."
    );
    private readonly Option<string?> _redisAuthority = Single(
        "--redis-ca",
        "FILE",
        "CA certificate used to verify the Redis server, for rediss:// (PEM)."
    );
    private readonly Option<string?> _certificate = Single(
        "--tls-cert",
        "FILE",
        "TLS between silos and clients: certificate of this process (PEM)."
    );
    private readonly Option<string?> _key = Single("--tls-key", "FILE", "TLS: private key of the certificate (PEM).");
    private readonly Option<string?> _authority = Single(
        "--tls-ca",
        "FILE",
        "TLS: CA used to verify peers; only certificates it issued are accepted (PEM)."
    );

    private ClusterOptions(Option<string?>? host, Option<string?> redis) => (_host, _redis) = (host, redis);

    /// <summary>Creates the options of a command that runs workloads: <c>--host</c> or an optional <c>--cluster</c>.</summary>
    public static ClusterOptions ForRuns()
    {
        var host = Single(
            "--host",
            $"{HostChoice.Silo}|{HostChoice.Process}",
            "Agent host: silo (Orleans grains in this process, default) or process (plain objects)."
        );
        host.AcceptOnlyFromAmong(HostChoice.Silo, HostChoice.Process);
        return new ClusterOptions(
            host,
            Single("--cluster", "redis://HOST:PORT", "Run on the cluster of silos that uses this Redis (see 'agentload silo').", "--redis")
        );
    }

    /// <summary>Creates the options of a command that needs a cluster: a required <c>--cluster</c>.</summary>
    public static ClusterOptions ForClients()
    {
        var redis = Single("--cluster", "redis://HOST:PORT", "Redis of the cluster.", "--redis");
        redis.Required = true;
        return new ClusterOptions(null, redis);
    }

    /// <summary>Creates the options of a command that can also work without a cluster: an optional <c>--cluster</c>.</summary>
    public static ClusterOptions Optional() => new(null, Single("--cluster", "redis://HOST:PORT", "Redis of the cluster.", "--redis"));

    /// <summary>Creates the options of a silo: <c>--redis</c>, which the configuration may set instead.</summary>
    public static ClusterOptions ForSilos() =>
        new(
            null,
            Single(
                "--redis",
                "HOST:PORT",
                "Redis that stores the cluster membership: HOST:PORT, redis://… or rediss://… (TLS). Required.",
                "--cluster"
            )
        );

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        if (_host is { } host)
        {
            command.Add(host);
            command.Validators.Add(result =>
            {
                if (result.GetResult(host) is not null && result.GetResult(_redis) is not null)
                {
                    result.AddError("--host and --cluster cannot be combined: on a cluster, agents run on its silos.");
                }
            });
        }

        foreach (var option in new Option[] { _redis, _clusterId, _password, _redisAuthority, _certificate, _key, _authority })
        {
            command.Add(option);
        }
    }

    /// <summary>Returns true if a cluster is selected.</summary>
    public bool HasCluster(ParseResult parsed) => parsed.GetValue(_redis) is not null;

    /// <summary>Reads the values.</summary>
    public HostChoice Read(ParseResult parsed) =>
        new(_host is null ? null : parsed.GetValue(_host), parsed.GetValue(_redis))
        {
            ClusterId = parsed.GetValue(_clusterId) ?? HostChoice.Default.ClusterId,
            PasswordVariable = parsed.GetValue(_password),
            RedisAuthority = parsed.GetValue(_redisAuthority),
            TlsCertificate = parsed.GetValue(_certificate),
            TlsKey = parsed.GetValue(_key),
            TlsAuthority = parsed.GetValue(_authority),
        };

    private static Option<string?> Single(string name, string value, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = value };
}
