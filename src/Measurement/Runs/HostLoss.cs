using System.Globalization;

namespace AgentLoad.Measurement.Runs;

/// <summary>A host of agents that died during a run, which marks the run as degraded.</summary>
/// <param name="AtSeconds">When it was found dead, seconds since the start of the run.</param>
/// <param name="Host">Its name.</param>
/// <param name="Agents">Agents that lived there.</param>
/// <param name="RestartedTasks">Tasks under way there that began again elsewhere.</param>
/// <param name="LostCalls">Calls of those tasks whose measurements are lost, by the host's last report, at most a second before; null where its reports died with it.</param>
public sealed record HostLoss(double AtSeconds, string Host, int Agents, int RestartedTasks, long? LostCalls)
{
    /// <summary>The same in one sentence.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Host {Host} died {AtSeconds:0.0} s into the run: {Agents:N0} agents began again elsewhere, {RestartedTasks:N0} tasks anew, {(LostCalls is { } calls ? string.Create(CultureInfo.InvariantCulture, $"{calls:N0}") : "an unknown number of")} calls lost."
        );
}
