namespace AgentLoad.Measurement.Slo;

/// <summary>Unit of the values of a metric.</summary>
internal enum SloUnit
{
    /// <summary>Durations.</summary>
    Seconds,

    /// <summary>Counts, tokens or factors.</summary>
    Number,

    /// <summary>A boolean per call or task, stored as 1 or 0.</summary>
    Flag,
}

/// <summary>A metric that can be used in an SLO clause.</summary>
/// <param name="Name">Name, for example <c>call.ttft</c>.</param>
/// <param name="Unit">Unit of the values.</param>
internal sealed record SloMetric(string Name, SloUnit Unit)
{
    /// <summary>All metrics.</summary>
    public static IReadOnlyList<SloMetric> All { get; } =
    [
        new("call.schedule_delay", SloUnit.Seconds),
        new("call.ttft", SloUnit.Seconds),
        new("call.ttfo", SloUnit.Seconds),
        new("call.tpot", SloUnit.Seconds),
        new("call.server_tpot", SloUnit.Seconds),
        new("call.latency", SloUnit.Seconds),
        new("call.effective_latency", SloUnit.Seconds),
        new("call.server_queue", SloUnit.Seconds),
        new("call.server_load", SloUnit.Seconds),
        new("call.server_prefill", SloUnit.Seconds),
        new("call.server_decode", SloUnit.Seconds),
        new("call.prompt_tokens", SloUnit.Number),
        new("call.completion_tokens", SloUnit.Number),
        new("call.image_tokens", SloUnit.Number),
        new("call.errors", SloUnit.Flag),
        new("task.latency", SloUnit.Seconds),
        new("task.effective_latency", SloUnit.Seconds),
        new("task.critical_path", SloUnit.Seconds),
        new("task.calls", SloUnit.Number),
        new("task.tool_calls", SloUnit.Number),
        new("task.depth", SloUnit.Number),
        new("task.peak_calls", SloUnit.Number),
        new("task.parallelism", SloUnit.Number),
        new("task.prompt_tokens", SloUnit.Number),
        new("task.completion_tokens", SloUnit.Number),
        new("task.total_tokens", SloUnit.Number),
        new("task.resent_tokens", SloUnit.Number),
        new("task.distinct_prompt_tokens", SloUnit.Number),
        new("task.wasted_tokens", SloUnit.Number),
        new("task.score", SloUnit.Number),
        new("task.retries", SloUnit.Number),
        new("task.solved", SloUnit.Flag),
        new("task.errors", SloUnit.Flag),
    ];

    /// <summary>Returns the metric with the given name; null if there is none.</summary>
    public static SloMetric? Find(string name) => All.FirstOrDefault(metric => metric.Name == name);
}
