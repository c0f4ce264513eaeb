using AgentLoad.Agents.Execution;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>Uptime and health of this silo.</summary>
internal sealed class SiloUptime(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    public HostHealth Health { get; } = new(time);

    public double Seconds => time.GetElapsedTime(_started).TotalSeconds;
}
