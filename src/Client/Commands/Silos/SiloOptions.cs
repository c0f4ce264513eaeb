using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using AgentLoad.Client.Running;
using AgentLoad.Client.Telemetry;
using AgentLoad.Silo.Redis;

namespace AgentLoad.Client.Commands.Silos;

/// <summary>Options of <c>agentload silo</c>: section <c>Silo</c> of the configuration, with a key for every option.</summary>
internal sealed class SiloOptions : IValidatableObject
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Silo";

    /// <summary>Redis of the cluster.</summary>
    public string? Redis { get; set; }

    /// <summary>Name of the cluster.</summary>
    /// <value>The default is agentload.</value>
    public string ClusterId { get; set; } = HostChoice.Default.ClusterId;

    /// <summary>Environment variable that contains the Redis password.</summary>
    public string? RedisPasswordEnv { get; set; }

    /// <summary>CA certificate file used to verify the Redis server (PEM).</summary>
    public string? RedisCa { get; set; }

    /// <summary>Certificate file of this silo (PEM).</summary>
    public string? TlsCert { get; set; }

    /// <summary>Private key file of the certificate (PEM).</summary>
    public string? TlsKey { get; set; }

    /// <summary>CA certificate file used to verify silos and clients (PEM).</summary>
    public string? TlsCa { get; set; }

    /// <summary>Name of the silo; null for the name of the machine and the port.</summary>
    public string? Name { get; set; }

    /// <summary>Port for other silos; null for a free one.</summary>
    public int? Port { get; set; }

    /// <summary>Port for clients; null for a free one.</summary>
    public int? GatewayPort { get; set; }

    /// <summary>Address advertised to other silos and clients; null for that of the interface that reaches Redis.</summary>
    public string? Address { get; set; }

    /// <summary>Listen address of health checks and metrics; null for none.</summary>
    public string? Http { get; set; }

    /// <summary>Maximum time to wait for Redis at startup, in seconds.</summary>
    /// <value>The default is 0.</value>
    public int Wait { get; set; }

    /// <summary>URL of an OpenTelemetry collector; null for none.</summary>
    public string? Otlp { get; set; }

    /// <summary>Share of the tasks that are kept as traces, 0 to 1.</summary>
    /// <value>The default is 0.05.</value>
    public double TraceShare { get; set; } = 0.05;

    /// <summary>True to export the calls between grains as traces.</summary>
    public bool TraceGrains { get; set; }

    /// <summary>Port of the dashboard on loopback, 0 for a free one; null for no dashboard.</summary>
    public int? Dashboard { get; set; }

    /// <summary>The cluster and the credentials for it.</summary>
    public HostChoice Cluster =>
        new(null, Redis)
        {
            ClusterId = ClusterId,
            PasswordVariable = RedisPasswordEnv,
            RedisAuthority = RedisCa,
            TlsCertificate = TlsCert,
            TlsKey = TlsKey,
            TlsAuthority = TlsCa,
        };

    /// <summary>Telemetry settings.</summary>
    public TelemetrySettings Telemetry =>
        new(
            Http is not null && ListenAddress.TryParse(Http, out var listen) ? listen : null,
            Otlp is null ? null : new Uri(Otlp),
            TraceShare
        )
        {
            TraceGrains = TraceGrains,
        };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RedisProblem() is { } redis)
        {
            yield return new(redis, [nameof(Redis)]);
        }

        if (Port is < 1 or > 65535)
        {
            yield return new(Text($"is {Port}; expected a port from 1 to 65535."), [nameof(Port)]);
        }

        if (GatewayPort is < 1 or > 65535)
        {
            yield return new(Text($"is {GatewayPort}; expected a port from 1 to 65535."), [nameof(GatewayPort)]);
        }

        if (Port is not null && Port == GatewayPort)
        {
            yield return new(Text($"is {Port}, like --port: other silos and clients need a port each."), [nameof(GatewayPort)]);
        }

        if (Address is not null && !IsAdvertisable(Address))
        {
            yield return new($"is '{Address}'; expected an IP address at which other machines can reach this one.", [nameof(Address)]);
        }

        if (Http is not null && !ListenAddress.TryParse(Http, out _))
        {
            yield return new($"is '{Http}'; expected PORT (loopback), *:PORT (all interfaces) or ADDRESS:PORT.", [nameof(Http)]);
        }

        if (Wait < 0)
        {
            yield return new(Text($"is {Wait}; expected a number of seconds."), [nameof(Wait)]);
        }

        if (Otlp is not null && !(Uri.TryCreate(Otlp, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            yield return new($"is '{Otlp}'; expected the URL of a collector such as http://127.0.0.1:4317.", [nameof(Otlp)]);
        }

        if (TraceShare is not (>= 0 and <= 1))
        {
            yield return new(Text($"is {TraceShare}; expected a share from 0 to 1."), [nameof(TraceShare)]);
        }

        if (TraceGrains && Otlp is null)
        {
            yield return new("requires a collector: set --otlp.", [nameof(TraceGrains)]);
        }

        if (Dashboard is < 0 or > 65535)
        {
            yield return new(Text($"is {Dashboard}; expected a port from 0 to 65535."), [nameof(Dashboard)]);
        }
    }

    private static bool IsAdvertisable(string text) =>
        IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);

    private string? RedisProblem()
    {
        if (Redis is null)
        {
            return "is required: the Redis of the cluster, as HOST:PORT, redis://HOST:PORT or rediss://HOST:PORT (TLS).";
        }

        try
        {
            RedisAddress.Parse(Redis);
            return null;
        }
        catch (FormatException e)
        {
            return $"is invalid. {e.Message}";
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
