using System.Diagnostics.Metrics;

namespace AgentLoad.Agents.Telemetry;

/// <summary>
/// The exported instruments, named after OpenTelemetry's semantic conventions if they exist (docs/reference/exported.md).
/// </summary>
internal sealed class Instruments
{
    // Bucket boundaries as recommended by OpenTelemetry's GenAI conventions; task durations extend to hours.
    private static readonly double[] CallSeconds =
    [
        0.01,
        0.02,
        0.04,
        0.08,
        0.16,
        0.32,
        0.64,
        1.28,
        2.56,
        5.12,
        10.24,
        20.48,
        40.96,
        81.92,
        163.84,
    ];
    private static readonly double[] TaskSeconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300, 600, 1800, 3600];
    private static readonly double[] FirstChunkSeconds =
    [
        0.001,
        0.005,
        0.01,
        0.02,
        0.04,
        0.06,
        0.08,
        0.1,
        0.25,
        0.5,
        0.75,
        1,
        2.5,
        5,
        7.5,
        10,
        30,
    ];
    private static readonly double[] ChunkSeconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
    private static readonly double[] DelaySeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
    private static readonly double[] ToolSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly long[] Tokens = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576];
    private static readonly long[] Counts = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

    public Instruments(Meter meter)
    {
        CallDuration = Seconds("gen_ai.client.operation.duration", "Sent to end of a call (call.latency), by outcome.", CallSeconds);
        FirstChunk = Seconds(
            "gen_ai.client.operation.time_to_first_chunk",
            "Sent to the first chunk that holds something (call.ttft).",
            FirstChunkSeconds
        );
        ChunkGap = Seconds(
            "gen_ai.client.operation.time_per_output_chunk",
            "Gaps between consecutive chunks (call.chunk_gap).",
            ChunkSeconds
        );
        CallDelay = Seconds("agentload.call.schedule_delay", "Intended start to sent (call.schedule_delay).", DelaySeconds);
        TaskDuration = Seconds(
            "gen_ai.invoke_agent.duration",
            "Start to end of a task (task.latency), by the state that it ended in.",
            TaskSeconds
        );
        TaskDelay = Seconds("agentload.task.schedule_delay", "Intended start to start of a task.", DelaySeconds);
        ToolDuration = Seconds("agentload.tool.duration", "Begin to end of a tool call.", ToolSeconds);
        TokenUsage = Many(
            "gen_ai.client.token.usage",
            "{token}",
            "Tokens of a call as the server reported them: prompt (input) and completion (output).",
            Tokens
        );
        TaskCalls = Many("gen_ai.invoke_agent.inference_calls", "{call}", "Calls of a task (task.calls).", Counts);
        TaskToolCalls = Many("gen_ai.invoke_agent.tool_calls", "{call}", "Tool calls of a task (task.tool_calls).", Counts);
        CachedTokens = meter.CreateCounter<long>(
            "agentload.tokens.cached",
            "{token}",
            "Prompt tokens that servers took from their prefix caches."
        );
        WastedTokens = meter.CreateCounter<long>(
            "agentload.tokens.wasted",
            "{token}",
            "Tokens of steps that no path to the final answer used (task.wasted_tokens)."
        );
        Retries = meter.CreateCounter<long>("agentload.calls.retried", "{call}", "Calls that repeated a failed one (task.retries).");
        ActiveCalls = meter.CreateUpDownCounter<long>("agentload.calls.active", "{call}", "Calls sent that have not ended.");
        ActiveTasks = meter.CreateUpDownCounter<long>("agentload.tasks.active", "{task}", "Tasks begun that have not ended.");

        Histogram<double> Seconds(string name, string description, double[] bounds) =>
            meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });

        Histogram<long> Many(string name, string unit, string description, long[] bounds) =>
            meter.CreateHistogram(name, unit, description, tags: null, new InstrumentAdvice<long> { HistogramBucketBoundaries = bounds });
    }

    public Histogram<double> CallDuration { get; }

    public Histogram<double> FirstChunk { get; }

    public Histogram<double> ChunkGap { get; }

    public Histogram<double> CallDelay { get; }

    public Histogram<double> TaskDuration { get; }

    public Histogram<double> TaskDelay { get; }

    public Histogram<double> ToolDuration { get; }

    public Histogram<long> TokenUsage { get; }

    public Histogram<long> TaskCalls { get; }

    public Histogram<long> TaskToolCalls { get; }

    public Counter<long> CachedTokens { get; }

    public Counter<long> WastedTokens { get; }

    public Counter<long> Retries { get; }

    public UpDownCounter<long> ActiveCalls { get; }

    public UpDownCounter<long> ActiveTasks { get; }
}
