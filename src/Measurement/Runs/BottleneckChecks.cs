using System.Globalization;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Runs;

/// <summary>Detects whether the load generator was the bottleneck, in which case the measurements do not describe the servers.</summary>
internal static class BottleneckChecks
{
    private const double MaxStall = 5,
        MaxClockJump = 1,
        MinDelay = 0.050,
        DelayShare = 0.10,
        LateShare = 0.05,
        MaxLateRate = 0.01,
        MaxCpuShare = 0.90;

    /// <param name="facts">Description of the run.</param>
    /// <param name="client">Health of the load generator; null if it was not monitored.</param>
    /// <param name="calls">Calls in the measured window.</param>
    /// <param name="lateness">Start delays of the tasks in the measured window, seconds.</param>
    /// <param name="latencies">Latencies of the same tasks, seconds.</param>
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
            var limit = Math.Max(MinDelay, DelayShare * median);
            if (AreLate(delays, limit, out _))
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"The client was the bottleneck: schedule delay p99 is {Percentile.Exact(delays, 0.99) * 1000:0} ms, "
                        + $"above {limit * 1000:0} ms (the larger of 50 ms and 10 % of the median call latency, {median * 1000:0} ms). "
                        + $"Use idle cores, fewer agents, or several silos (--cluster)."
                );
            }
        }

        // Servers cannot delay the start of a scheduled task: a late start means that there were too few agents or that the client was too
        // slow.
        if (facts.OpenLoop && lateness.Count > 0)
        {
            var median = Percentile.Exact(latencies, 0.50);
            var limit = Math.Max(MinDelay, LateShare * median);
            if (AreLate(lateness, limit, out var share))
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"The client did not keep the schedule: {share * 100:0.#} % of tasks started more than {limit * 1000:0} ms late "
                        + $"(p99 {Percentile.Exact(lateness, 0.99) * 1000:0} ms); the limit is 1 % of tasks "
                        + $"(late means more than the larger of 50 ms and 5 % of the median task latency). "
                        + $"Effective latencies include the delay. Use idle cores, a lower rate or more silos, and a warm-up (load.warmup)."
                );
            }
        }

        if (facts.MissedArrivals > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The client did not keep the schedule: {facts.MissedArrivals} arrivals found no free agent among {facts.Agents} "
                    + $"before the run ended. Increase load.agents."
            );
        }

        if (client?.QueuedCalls > MaxLateRate * calls["call.latency"].Count)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The client was the bottleneck: {client.QueuedCalls} calls waited for a free connection slot "
                    + $"(at most {client.MaxConcurrentCalls} concurrent calls per process). Raise the open file limit (ulimit -n)."
            );
        }

        if (client?.LongestStallSeconds > MaxStall)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The client stood still for {client.LongestStallSeconds:0.#} s: the process was suspended, swapped out or starved of CPU "
                    + $"time. Durations across this time are wrong. Repeat the run on a machine that is not suspended or overloaded."
            );
        }

        if (Math.Abs(client?.ClockJumpSeconds ?? 0) > MaxClockJump)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The system clock of the client jumped by {client!.ClockJumpSeconds:+0.#;-0.#} s: the machine was suspended or its clock "
                    + $"was set. Durations across the jump are wrong. Repeat the run with a synchronized clock, on a machine that is "
                    + $"not suspended."
            );
        }

        if (client?.CpuShare > MaxCpuShare)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The client was the bottleneck: it used {client.CpuShare * 100:0} % of its {client.Cores} cores, above 90 %. "
                    + $"Reduce the load, use a larger machine, or distribute the agents over silos (--cluster)."
            );
        }
    }

    /// <summary>
    /// Returns true if more than 1 % of the delays exceed the limit with 95 % confidence (Wilson interval), so that a single straggler
    /// among few tasks is tolerated.
    /// </summary>
    private static bool AreLate(IReadOnlyList<double> delays, double limit, out double share)
    {
        var late = WilsonInterval.Of(delays.Count(delay => delay > limit), delays.Count)!;
        share = late.Rate;
        return late.Low > MaxLateRate;
    }
}
