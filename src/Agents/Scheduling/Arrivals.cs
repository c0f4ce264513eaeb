using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Scheduling;

/// <summary>Generates arrival times for open-loop load.</summary>
internal static class Arrivals
{
    /// <summary>
    /// Returns non-decreasing arrival times in seconds. The sequence is infinite unless a trace is given. A process of rate 1 is stretched
    /// by the rate curve (time rescaling), so the process continues across rate changes without gaps or duplicates.
    /// </summary>
    /// <param name="settings">The arrival settings of a workload.</param>
    /// <param name="seed">Seed of the random process.</param>
    /// <param name="length">Length of the run in seconds; null if the number of tasks ends the run.</param>
    public static IEnumerable<double> Of(ArrivalSettings settings, ulong seed, double? length)
    {
        if (settings.Trace is { } trace)
        {
            return TraceFile.Read(trace).Select(at => at / settings.Speed);
        }

        var rate = RateOf(settings, length);
        return RenewalProcess
            .Of(settings.Process, settings.Burstiness, Seeds.Random(seed, "arrivals"))
            .Select(rate.TimeOfArea)
            .TakeWhile(at => at is not null)
            .Select(at => at!.Value);
    }

    /// <summary>Returns the arrival rate over time in tasks per second. Not applicable to traces.</summary>
    public static Curve RateOf(ArrivalSettings settings, double? length) =>
        settings.Stages.Count > 0
            ? Stages.Join(settings.Stages.Select(stage => (stage.Rate, stage.For, stage.Ramp)))
            : NamedCurves.Of(settings.Curve, settings.Rate ?? 0, length);
}
