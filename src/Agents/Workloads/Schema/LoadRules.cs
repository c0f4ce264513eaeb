using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>Validation rules that involve several keys of a load.</summary>
internal static class LoadRules
{
    private static readonly string[] RateKeys = ["rate", "stages", "trace"];

    public static object Load(ParseContext context, MapNode map, string path, object value)
    {
        var load = (LoadSettings)value;
        if (load.Arrivals is not null && map.Find("stages") is { } stages and not ListNode { Items.Count: 0 })
        {
            context.Fail(
                stages,
                path + ".stages",
                "sets the number of agents of a closed loop: for an open loop, set stages under 'arrivals'"
            );
        }

        if (load.Arrivals is not null && map.Find("agents") is null)
        {
            load = load with { Agents = WorkloadRules.OpenLoopAgents };
        }
        // A trace limits the number of tasks to its number of arrivals.
        if (load.Arrivals?.Trace is { } trace && TraceFile.Error(trace) is null && load.Tasks >= TraceFile.Read(trace).LongCount())
        {
            load = load with { Tasks = null };
        }

        load = load with { Duration = load.Duration ?? LengthOf(load) };
        if (load.Duration is { } length && length - load.Cooldown <= load.Warmup)
        {
            context.Fail(
                map.Find("warmup") ?? map.Find("cooldown") ?? map,
                path + (map.Find("warmup") is null ? ".cooldown" : ".warmup"),
                $"must be shorter than the duration of {Durations.Format(length)}, found {Durations.Format(load.Warmup + load.Cooldown)}"
                    + (load.Cooldown > TimeSpan.Zero ? " with the cool-down" : "")
            );
        }

        if (load.Duration < load.Ramp)
        {
            context.Fail(
                map.Find("ramp") ?? map,
                path + ".ramp",
                $"must not be longer than the duration of {Durations.Format(load.Duration.Value)}, found {Durations.Format(load.Ramp)}"
            );
        }

        return load is { Tasks: null, Duration: null } ? load with { Tasks = WorkloadRules.DefaultTasks } : load;
    }

    public static object Arrivals(ParseContext context, MapNode map, string path, object value)
    {
        var given = RateKeys.Where(key => map.Find(key) is not (null or ListNode { Items.Count: 0 })).ToArray();
        if (given.Length != 1)
        {
            context.Fail(
                map,
                path,
                given.Length == 0
                    ? "a rate is missing: set 'rate', 'stages' or 'trace'"
                    : $"has {string.Join(" and ", given.Select(g => $"'{g}'"))}: set only one of them"
            );
        }

        var arrivals = (ArrivalSettings)value;
        if (arrivals.Rate == 0)
        {
            context.Fail(map.Find("rate")!, path + ".rate", "must be above 0");
        }

        if (map.Find("burstiness") is { } burstiness && arrivals is { Process: not ArrivalProcess.Gamma, Burstiness: not 1 })
        {
            context.Fail(burstiness, path + ".burstiness", "requires 'process: gamma'");
        }

        return arrivals;
    }

    /// <summary>Returns the total length of stages or of a trace; null if the load does not end with them.</summary>
    private static TimeSpan? LengthOf(LoadSettings load) =>
        load.Tasks is not null ? null
        : load.Arrivals is { } arrivals ? LengthOf(arrivals)
        : SumOf(load.Stages.Select(stage => stage.For));

    /// <summary>Returns the total length of arrivals; null if they do not end.</summary>
    public static TimeSpan? LengthOf(ArrivalSettings arrivals) =>
        arrivals.Trace is { } trace && TraceFile.Error(trace) is null
            ? TimeSpan.FromMilliseconds(Math.Floor(1000 * TraceFile.Read(trace).Last() / arrivals.Speed) + 1)
            : SumOf(arrivals.Stages.Select(stage => stage.For));

    private static TimeSpan? SumOf(IEnumerable<TimeSpan> lengths) =>
        lengths.Aggregate(TimeSpan.Zero, (sum, length) => sum + length) is { Ticks: > 0 } total ? total : null;
}
