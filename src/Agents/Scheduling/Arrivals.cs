using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Scheduling;

/// <summary>The instants at which tasks arrive in open loop.</summary>
public static class Arrivals
{
    /// <summary>
    /// The instants, never falling, endless but for a trace. A process of rate 1 is stretched by the rate over time (time rescaling), so that
    /// stages join without a gap or a double: nothing begins anew where the rate changes.
    /// </summary>
    /// <param name="settings">The arrivals of a workload.</param>
    /// <param name="seed">Seed of what is random.</param>
    /// <param name="length">Length of the run, seconds; null where the number of tasks ends it.</param>
    public static IEnumerable<double> Of(ArrivalSettings settings, ulong seed, double? length)
    {
        if (settings.Trace is { } trace)
        {
            return TraceFile.Read(trace).Select(at => at / settings.Speed);
        }

        var rate = RateOf(settings, length);
        return Renewals
            .Of(settings.Process, settings.Burstiness, Seeds.Random(seed, "arrivals"))
            .Select(rate.WhereArea)
            .TakeWhile(at => at is not null)
            .Select(at => at!.Value);
    }

    /// <summary>Tasks a second over time, of arrivals that are no trace.</summary>
    public static Curve RateOf(ArrivalSettings settings, double? length) =>
        settings.Stages.Count > 0
            ? Stages.Join(settings.Stages.Select(stage => (stage.Rate, stage.For, stage.Ramp)))
            : NamedCurves.Of(settings.Curve, settings.Rate ?? 0, length);
}
