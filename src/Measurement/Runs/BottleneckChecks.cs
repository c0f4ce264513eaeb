using System.Globalization;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Runs;

/// <summary>Says whether the load generator itself was the bottleneck, so that what it measured is not the servers' doing.</summary>
internal static class BottleneckChecks
{
    private const double LeastDelay = 0.050,
        DelayShare = 0.10,
        LateShare = 0.05,
        MostLate = 0.01,
        MostCpu = 0.90;

    /// <param name="facts">What the run was.</param>
    /// <param name="client">How the client did; null where nobody watched it.</param>
    /// <param name="calls">Calls of the window.</param>
    /// <param name="lateness">How late tasks of the window began, seconds.</param>
    /// <param name="latencies">How long the same tasks took, seconds.</param>
    public static IEnumerable<string> Reasons(
        RunFacts facts,
        ClientHealth? client,
        CallColumns calls,
        IReadOnlyList<double> lateness,
        IReadOnlyList<double> latencies
    )
    {
        var delays = calls["call.schedule_delay"];
        if (!facts.OpenLoop && delays.Count > 0)
        {
            var median = Percentile.Exact(calls["call.latency"], 0.50);
            var limit = Math.Max(LeastDelay, DelayShare * median);
            if (AreLate(delays, limit, out _))
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"The client was the bottleneck: schedule delay p99 is {Percentile.Exact(delays, 0.99) * 1000:0} ms, above {limit * 1000:0} ms (the larger of 50 ms and 10 % of the median call latency, {median * 1000:0} ms)."
                );
            }
        }

        // Servers cannot delay the begin of a task of the schedule: where it is late, agents were too few or the client too slow.
        if (facts.OpenLoop && lateness.Count > 0)
        {
            var median = Percentile.Exact(latencies, 0.50);
            var limit = Math.Max(LeastDelay, LateShare * median);
            if (AreLate(lateness, limit, out var share))
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"The client did not keep the schedule: {share * 100:0.#} % of tasks began more than {limit * 1000:0} ms late (p99 {Percentile.Exact(lateness, 0.99) * 1000:0} ms), where 1 % may (the larger of 50 ms and 5 % of the median task latency). Their effective latencies hold the delay."
                );
            }
        }

        if (facts.MissedArrivals > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The client did not keep the schedule: {facts.MissedArrivals} arrivals found no free agent among {facts.Agents} before the run ended; allow more with load.agents."
            );
        }

        if (client?.CallsHeldBack > MostLate * calls["call.latency"].Count)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The client was the bottleneck: {client.CallsHeldBack} calls waited for others to end, as a process may have {client.MostCalls} at once here; let it open more files (ulimit -n)."
            );
        }

        if (client?.CpuShare > MostCpu)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The client was the bottleneck: it used {client.CpuShare * 100:0} % of its {client.Cores} cores, above 90 %."
            );
        }
    }

    /// <summary>Whether surely more than one in a hundred is late (Wilson interval): of a few dozen, one straggler is no sign.</summary>
    private static bool AreLate(IReadOnlyList<double> delays, double limit, out double share)
    {
        var late = WilsonInterval.Of(delays.Count(delay => delay > limit), delays.Count)!;
        share = late.Rate;
        return late.Low > MostLate;
    }
}
