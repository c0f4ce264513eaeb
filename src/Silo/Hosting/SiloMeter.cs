using System.Diagnostics.Metrics;
using AgentLoad.Agents.Grains.Records;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Agents.Telemetry;

namespace AgentLoad.Silo.Hosting;

/// <summary>Metrics of this silo.</summary>
internal sealed class SiloMeter : IDisposable
{
    private readonly Meter _meter = new(AgentMetrics.MeterName + ".Silo");

    public SiloMeter(SiloRuns runs, SiloUptime uptime, IRecordLog log, IClusterMembershipService membership)
    {
        _meter.CreateObservableGauge("agentload.silo.uptime", () => uptime.Seconds, "s", "Time since this silo joined the cluster.");
        _meter.CreateObservableGauge("agentload.silo.agents", () => runs.Agents, "{agent}", "Agents of all runs that live on this silo.");
        _meter.CreateObservableGauge("agentload.silo.runs", () => runs.Count, "{run}", "Runs that this silo takes part in.");
        _meter.CreateObservableGauge(
            "agentload.silo.trouble",
            () => log.Error is null ? 0 : 1,
            null,
            "1 where records cannot be saved now, 0 otherwise."
        );
        _meter.CreateObservableGauge(
            "agentload.silo.members",
            () => membership.CurrentSnapshot.Members.Values.Count(m => m.Status == SiloStatus.Active),
            "{silo}",
            "Silos of the cluster that this one takes for up."
        );
    }

    public void Dispose() => _meter.Dispose();
}
