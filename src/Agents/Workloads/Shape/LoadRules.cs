using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Shape;

/// <summary>Rules over several keys of a load.</summary>
internal static class LoadRules
{
    private static readonly string[] RateKeys = ["rate", "stages", "trace"];

    public static object Load(Reading reading, MapNode map, string path, object value)
    {
        var load = (LoadSettings)value;
        if (load.Arrivals is not null && map.Find("stages") is { } stages and not ListNode { Items.Count: 0 })
        {
            reading.Fail(
                stages,
                path + ".stages",
                "are numbers of agents of a closed loop: give the stages of an open loop under 'arrivals'"
            );
        }

        if (load.Arrivals is not null && map.Find("agents") is null)
        {
            load = load with { Agents = WorkloadRules.OpenLoopAgents };
        }
        // A trace holds no more tasks than arrivals, however many are asked for.
        if (load.Arrivals?.Trace is { } trace && TraceFile.Error(trace) is null && load.Tasks >= TraceFile.Read(trace).LongCount())
        {
            load = load with { Tasks = null };
        }

        load = load with { Duration = load.Duration ?? LengthOf(load) };
        if (load.Duration is { } length && length - load.Cooldown <= load.Warmup)
        {
            reading.Fail(
                map.Find("warmup") ?? map.Find("cooldown") ?? map,
                path + (map.Find("warmup") is null ? ".cooldown" : ".warmup"),
                $"must be shorter than the duration of {Durations.Format(length)}, found {Durations.Format(load.Warmup + load.Cooldown)}{(load.Cooldown > TimeSpan.Zero ? " with the cool-down" : "")}"
            );
        }

        if (load.Duration < load.Ramp)
        {
            reading.Fail(
                map.Find("ramp") ?? map,
                path + ".ramp",
                $"must not be longer than the duration of {Durations.Format(load.Duration.Value)}, found {Durations.Format(load.Ramp)}"
            );
        }

        return load is { Tasks: null, Duration: null } ? load with { Tasks = WorkloadRules.DefaultTasks } : load;
    }

    public static object Arrivals(Reading reading, MapNode map, string path, object value)
    {
        var given = RateKeys.Where(key => map.Find(key) is not (null or ListNode { Items.Count: 0 })).ToArray();
        if (given.Length != 1)
        {
            reading.Fail(
                map,
                path,
                given.Length == 0
                    ? "a rate is missing: give 'rate', 'stages' or 'trace'"
                    : $"has {string.Join(" and ", given.Select(g => $"'{g}'"))}: give one of them"
            );
        }

        var arrivals = (ArrivalSettings)value;
        if (arrivals.Rate == 0)
        {
            reading.Fail(map.Find("rate")!, path + ".rate", "must be above 0");
        }

        if (map.Find("burstiness") is { } burstiness && arrivals is { Process: not ArrivalProcess.Gamma, Burstiness: not 1 })
        {
            reading.Fail(burstiness, path + ".burstiness", "needs 'process: gamma'");
        }

        return arrivals;
    }

    /// <summary>Stages and traces end by themselves.</summary>
    private static TimeSpan? LengthOf(LoadSettings load) =>
        load.Tasks is not null ? null
        : load.Arrivals is { } arrivals ? LengthOf(arrivals)
        : SumOf(load.Stages.Select(stage => stage.For));

    /// <summary>How long arrivals go on by themselves; null where they do not end.</summary>
    public static TimeSpan? LengthOf(ArrivalSettings arrivals) =>
        arrivals.Trace is { } trace && TraceFile.Error(trace) is null
            ? TimeSpan.FromSeconds((TraceFile.Read(trace).Last() / arrivals.Speed) + 0.001)
            : SumOf(arrivals.Stages.Select(stage => stage.For));

    private static TimeSpan? SumOf(IEnumerable<TimeSpan> lengths) =>
        lengths.Aggregate(TimeSpan.Zero, (sum, length) => sum + length) is { Ticks: > 0 } total ? total : null;
}
