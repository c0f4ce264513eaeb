using System.Globalization;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Runs;

/// <summary>Says whether the load generator itself was the bottleneck, so that what it measured is not the servers' doing.</summary>
internal static class BottleneckChecks
{
    private const double LeastDelay = 0.050, DelayShare = 0.10, MostCpu = 0.90;

    public static IEnumerable<string> Reasons(RunFacts facts, ClientHealth? client, CallColumns calls, IReadOnlyList<double> lateness)
    {
        var delays = calls["call.schedule_delay"];
        if (!facts.OpenLoop && delays.Count > 0)
        {
            var delay = Percentile.Exact(delays, 0.99);
            var median = Percentile.Exact(calls["call.latency"], 0.50);
            var limit = Math.Max(LeastDelay, DelayShare * median);
            if (delay > limit)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"The client was the bottleneck: schedule delay p99 is {delay * 1000:0} ms, above {limit * 1000:0} ms (the larger of 50 ms and 10 % of the median call latency, {median * 1000:0} ms).");
            }
        }

        // Servers cannot delay the begin of a task of the schedule: where it is late, agents were too few or the client too slow.
        if (facts.OpenLoop && lateness.Count > 0 && Percentile.Exact(lateness, 0.99) is var late && late > LeastDelay)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The client did not keep the schedule: tasks began up to {late * 1000:0} ms late (p99), above {LeastDelay * 1000:0} ms. Their effective latencies hold the delay.");
        }

        if (facts.MissedArrivals > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The client did not keep the schedule: {facts.MissedArrivals} arrivals found no free agent among {facts.Agents} before the run ended; allow more with load.agents.");
        }

        if (client?.CpuShare > MostCpu)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The client was the bottleneck: it used {client.CpuShare * 100:0} % of its {client.Cores} cores, above 90 %.");
        }
    }
}
