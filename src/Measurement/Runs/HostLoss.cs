using System.Globalization;

namespace AgentLoad.Measurement.Runs;

/// <summary>An agent host that was lost during a run. The run is then degraded.</summary>
/// <param name="AtSeconds">Time of the last sign of life of the host, at most 1 s before its death; seconds since the start of the
/// run.</param>
/// <param name="Host">Name of the host.</param>
/// <param name="Agents">Number of agents on the host.</param>
/// <param name="RestartedTasks">Number of tasks in progress on the host that were restarted on other hosts.</param>
/// <param name="LostCalls">
/// Number of calls that the host sent and that are in no record; null if it is unknown. Calls are counted before they are sent.
/// </param>
public sealed record HostLoss(double AtSeconds, string Host, int Agents, int RestartedTasks, long? LostCalls)
{
    /// <summary>Time at which the loss was detected, seconds since the start of the run; null in results of earlier versions.</summary>
    public double? DetectedAtSeconds { get; init; }

    private string LostCallsText => LostCalls is { } calls ? calls.ToString("N0", CultureInfo.InvariantCulture) : "an unknown number of";

    /// <summary>Returns a one-sentence description.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Host {Host} was lost {AtSeconds:0.0} s into the run: {Agents:N0} agents were moved to other hosts, "
                + $"{RestartedTasks:N0} tasks restarted, {LostCallsText} calls lost."
        );
}
