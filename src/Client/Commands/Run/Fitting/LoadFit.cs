using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Client.Commands.Run.Fitting;

/// <summary>A workload that is fitted to a server, with its expected size.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Tasks">Number of tasks, without baselines; null if the duration ends the run.</param>
/// <param name="Calls">Expected calls of these tasks, with baselines.</param>
/// <param name="Tokens">Expected prompt and completion tokens.</param>
/// <param name="Seconds">Expected time.</param>
internal sealed record LoadFit(Workload Workload, long? Tasks, double Calls, double Tokens, double Seconds)
{
    /// <summary>Time that a fitted run should take.</summary>
    public static readonly TimeSpan TargetTime = TimeSpan.FromMinutes(1);

    /// <summary>Time after which a fitted run starts no more tasks.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(5);

    private const int MaxAgents = 40;
    private const int MaxRounds = 40;
    private const double CallsPerSlot = 2;
    private const int NarrowBelow = 32;

    /// <summary>Narrows strategies with wide waves of calls for a server with few slots.</summary>
    public static Workload Narrow(Workload workload, int slots) =>
        slots >= NarrowBelow
            ? workload
            : workload with
            {
                Groups = [.. workload.Groups.Select(group => group with { Strategy = Narrow(group.Strategy, slots) })],
            };

    /// <summary>Chooses the number of agents and tasks, so that about two calls per slot are in flight.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="settings">What is fitted.</param>
    /// <param name="capacity">The server.</param>
    /// <param name="sample">Tasks of the workload: each group has the same number.</param>
    public static LoadFit Of(Workload workload, FitSettings settings, ServerCapacity capacity, IReadOnlyList<TaskMetrics> sample)
    {
        var load = workload.Load;
        if (settings.Agents)
        {
            var peak = sample.Average(task => Math.Max(1, task.PeakCalls));
            load = load with { Agents = Math.Clamp((int)Math.Ceiling(CallsPerSlot * capacity.Slots / peak), 1, MaxAgents) };
        }

        // Direct calls of the baseline cost as much as the cheapest task.
        var direct = sample.MinBy(task => task.TotalTokens ?? 0)!;
        var calls = sample.Average(task => task.Calls) + (workload.Baseline * direct.Calls);
        var prompt = sample.Average(task => task.PromptTokens ?? 0) + (workload.Baseline * (direct.PromptTokens ?? 0));
        var completion = sample.Average(task => task.CompletionTokens ?? 0) + (workload.Baseline * (direct.CompletionTokens ?? 0));

        // A few agents cannot use all slots: their calls follow one another.
        var busy = Math.Min(1, load.Agents * sample.Average(task => task.Parallelism) / capacity.Slots);
        var seconds = (prompt * (capacity.PrefillSecondsPerToken ?? 0)) + (completion / (capacity.TokensPerSecond * busy));
        if (settings.End)
        {
            var rounds = Math.Clamp((int)(TargetTime.TotalSeconds / (seconds * workload.Groups.Count)), 1, MaxRounds);
            load = load with { Tasks = rounds * workload.Groups.Count, Duration = MaxTime };
        }

        var tasks = load.Tasks ?? (load.Duration is { } duration ? duration.TotalSeconds / seconds : 0);
        return new LoadFit(workload with { Load = load }, load.Tasks, calls * tasks, (prompt + completion) * tasks, seconds * tasks);
    }

    private static Choice Narrow(Choice strategy, int slots) =>
        strategy.Name switch
        {
            "self-consistency" => With(strategy, ("samples", Math.Clamp(slots, 3, 10))),
            "tree-of-thoughts" => With(strategy, ("breadth", slots < 8 ? 1 : 2), ("evaluations", 1)),
            _ => strategy,
        };

    private static Choice With(Choice strategy, params (string Name, long Value)[] values) =>
        strategy with
        {
            Values = strategy
                .Values.Where(value => values.All(changed => changed.Name != value.Key))
                .Concat(values.Select(changed => KeyValuePair.Create(changed.Name, (object)changed.Value)))
                .ToDictionary(StringComparer.Ordinal),
        };
}
