using AgentLoad.Agents.Telemetry;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace AgentLoad.Silo.Hosting;

/// <summary>A silo as probes and exporters see it from outside.</summary>
/// <param name="observer">Learns of all that agents do there.</param>
/// <param name="logs">Further places that its log goes to.</param>
public sealed class SiloReadiness(IAgentObserver observer, IReadOnlyList<ILoggerProvider> logs)
{
    private volatile IConnectionMultiplexer? _redis;
    private volatile bool _leaving;

    /// <summary>Nobody looks.</summary>
    public static SiloReadiness None => new(NullObserver.Instance, []);

    /// <summary>Learns of all that agents do there.</summary>
    public IAgentObserver Observer => observer;

    /// <summary>Further places that its log goes to.</summary>
    public IReadOnlyList<ILoggerProvider> Logs => logs;

    /// <summary>Why no new work should come here, in one line; null where it may.</summary>
    public string? NotReadyReason =>
        _leaving ? "it leaves the cluster"
        : _redis is not { } redis ? "it has not joined the cluster yet"
        : redis.IsConnected ? null
        : "Redis does not answer";

    internal void OnConnected(IConnectionMultiplexer redis) => _redis = redis;

    internal void OnLeaving() => _leaving = true;
}
