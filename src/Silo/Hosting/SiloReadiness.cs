using AgentLoad.Agents.Telemetry;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace AgentLoad.Silo.Hosting;

/// <summary>Readiness and telemetry of a silo.</summary>
/// <param name="observer">Receives agent events of the silo.</param>
/// <param name="logs">Additional log providers.</param>
internal sealed class SiloReadiness(IAgentObserver observer, IReadOnlyList<ILoggerProvider> logs)
{
    private volatile IConnectionMultiplexer? _redis;
    private volatile bool _leaving;

    /// <summary>No telemetry.</summary>
    public static SiloReadiness None => new(NullObserver.Instance, []);

    /// <summary>Receives agent events of the silo.</summary>
    public IAgentObserver Observer => observer;

    /// <summary>Additional log providers.</summary>
    public IReadOnlyList<ILoggerProvider> Logs => logs;

    /// <summary>Why the silo is not ready for new work, in one line; null if it is ready.</summary>
    public string? NotReadyReason =>
        _leaving ? "the silo is leaving the cluster"
        : _redis is not { } redis ? "the silo has not joined the cluster yet"
        : redis.IsConnected ? null
        : "Redis does not answer";

    internal void OnConnected(IConnectionMultiplexer redis) => _redis = redis;

    internal void OnLeaving() => _leaving = true;
}
