using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Telemetry;

/// <summary>Records agent events as .NET metrics. The cost is negligible if the meter has no listener.</summary>
internal sealed class AgentMetrics : IAgentObserver, IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "AgentLoad";

    private static readonly string[] Outcomes = Enum.GetNames<CallOutcome>();
    private static readonly string[] States = Enum.GetNames<TaskState>();
    private static readonly KeyValuePair<string, object?> Chat = new("gen_ai.operation.name", "chat");
    private static readonly KeyValuePair<string, object?> Input = new("gen_ai.token.type", "input");
    private static readonly KeyValuePair<string, object?> Output = new("gen_ai.token.type", "output");
    private static readonly KeyValuePair<string, object?>[] ToolOutcomes =
    [
        new("agentload.outcome", "ok"),
        new("agentload.outcome", "error"),
    ];

    private readonly Meter _meter = new(MeterName);
    private readonly Instruments _instruments;
    private readonly BoundedNames _models = new(16);
    private readonly BoundedNames _endpoints = new(64);
    private readonly BoundedNames _groups = new(32);
    private readonly BoundedNames _strategies = new(48);
    private readonly BoundedNames _tools = new(32);
    private long _agents;
    private long _working;

    /// <summary>Creates the meter and its instruments.</summary>
    public AgentMetrics()
    {
        _instruments = new Instruments(_meter);
        _meter.CreateObservableUpDownCounter(
            "agentload.agents",
            AgentsByState,
            "{agent}",
            "Agents in this process: working on a task, or waiting for the next one."
        );
    }

    /// <summary>The meter instance, for listeners that must not receive other meters with the same name.</summary>
    public Meter Meter => _meter;

    /// <summary>
    /// Adds 0 to the counters, so that listeners report them as 0 before the first event; a rate needs that initial value.
    /// </summary>
    public void PublishZeros()
    {
        _instruments.Retries.Add(0);
        _instruments.CachedTokens.Add(0);
        _instruments.ActiveCalls.Add(0);
        _instruments.ActiveTasks.Add(0);
    }

    /// <summary>Links measurements to spans (exemplars); null for none.</summary>
    public ExemplarLinker? Links { get; set; }

    /// <summary>The histogram of gaps between chunks; a call records dozens of them.</summary>
    public Instrument ChunkGaps => _instruments.ChunkGap;

    /// <summary>Receives all gaps of a call together, in addition to listeners of <see cref="ChunkGaps"/>; null for none.</summary>
    public ChunkGapsRecorder? Gaps { get; set; }

    /// <summary>
    /// Links the measurements of calls to their spans. Measurements are taken when a call ends; whether the task is kept as a trace is
    /// known only when the task ends.
    /// </summary>
    public void Link(IReadOnlyList<(StepRecord Step, ActivityContext Span)> calls)
    {
        if (Links is not { } link)
        {
            return;
        }

        foreach (var (step, span) in calls)
        {
            var call = step.Call!;
            var (model, endpoint) = (Model(call), Endpoint(call));
            link(_instruments.CallDuration, step.End - step.Sent, [Chat, model, endpoint, Outcome(call)], span);
            if (call.Ttft is { } ttft)
            {
                link(_instruments.FirstChunk, ttft, [model, endpoint], span);
            }
        }
    }

    /// <inheritdoc/>
    public void OnAgentStarted() => Interlocked.Increment(ref _agents);

    /// <inheritdoc/>
    public void OnAgentStopped() => Interlocked.Decrement(ref _agents);

    /// <inheritdoc/>
    public void OnTaskStarted()
    {
        Interlocked.Increment(ref _working);
        _instruments.ActiveTasks.Add(1);
    }

    /// <inheritdoc/>
    public void OnTaskMigrated()
    {
        Interlocked.Decrement(ref _working);
        _instruments.ActiveTasks.Add(-1);
    }

    /// <inheritdoc/>
    public void OnCallStarted() => _instruments.ActiveCalls.Add(1);

    /// <inheritdoc/>
    public void OnCallEnded(StepRecord step)
    {
        _instruments.ActiveCalls.Add(-1);
        if (step.Call is { } call)
        {
            Count(step, call);
        }
    }

    /// <inheritdoc/>
    public void OnTaskEnded(EndedTask ended)
    {
        OnTaskMigrated();
        var task = ended.Task;
        KeyValuePair<string, object?> group = new("gen_ai.agent.name", _groups.Of(task.Group));
        KeyValuePair<string, object?> strategy = new("agentload.strategy", _strategies.Of(task.Strategy));
        _instruments.TaskDuration.Record(task.End - task.Start, group, strategy, new("agentload.state", States[(int)task.State]));
        _instruments.TaskDelay.Record(Math.Max(0, task.Start - task.IntendedStart), group);
        var work = TaskTotals.Of(ended);
        _instruments.TaskCalls.Record(work.Calls, group, strategy);
        _instruments.TaskToolCalls.Record(work.ToolCalls, group, strategy);
        _instruments.WastedTokens.Add(work.WastedTokens, group, strategy);
        foreach (var step in task.Steps)
        {
            if (step.Call is { } call)
            {
                _instruments.CallDelay.Record(work.DelayOf(step), Model(call));
            }
            else
            {
                _instruments.ToolDuration.Record(
                    step.End - step.Sent,
                    new("gen_ai.tool.name", _tools.Of(step.Name)),
                    ToolOutcomes[step.ToolError is null ? 0 : 1]
                );
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Count(StepRecord step, CallRecord call)
    {
        var model = Model(call);
        var endpoint = Endpoint(call);
        _instruments.CallDuration.Record(step.End - step.Sent, Chat, model, endpoint, Outcome(call));
        if (call.Ttft is { } ttft)
        {
            _instruments.FirstChunk.Record(ttft, model, endpoint);
        }

        Gaps?.Invoke(call.ChunkGaps, [model]);
        if (_instruments.ChunkGap.Enabled)
        {
            foreach (var gap in call.ChunkGaps)
            {
                _instruments.ChunkGap.Record(gap, model);
            }
        }

        if (call.PromptTokens is { } prompt)
        {
            _instruments.TokenUsage.Record(prompt, Chat, model, Input);
        }

        if (call.CompletionTokens is { } completion)
        {
            _instruments.TokenUsage.Record(completion, Chat, model, Output);
        }

        if (call.CachedTokens is > 0 and var cached)
        {
            _instruments.CachedTokens.Add(cached);
        }

        if (call.RetryOf is not null)
        {
            _instruments.Retries.Add(1);
        }
    }

    private KeyValuePair<string, object?> Model(CallRecord call) => new("gen_ai.request.model", _models.Of(call.Model));

    private KeyValuePair<string, object?> Endpoint(CallRecord call) => new("agentload.endpoint", _endpoints.Of(call.Endpoint));

    private static KeyValuePair<string, object?> Outcome(CallRecord call) => new("agentload.outcome", Outcomes[(int)call.Outcome]);

    private IEnumerable<Measurement<long>> AgentsByState()
    {
        var working = Interlocked.Read(ref _working);
        yield return new Measurement<long>(working, new KeyValuePair<string, object?>("agentload.state", "working"));
        yield return new Measurement<long>(
            Math.Max(0, Interlocked.Read(ref _agents) - working),
            new KeyValuePair<string, object?>("agentload.state", "waiting")
        );
    }
}

/// <summary>Links a measurement of a histogram to a span.</summary>
/// <param name="instrument">The histogram.</param>
/// <param name="value">The measured value.</param>
/// <param name="tags">Labels of the measurement, in the same order.</param>
/// <param name="span">The span.</param>
internal delegate void ExemplarLinker(
    Instrument instrument,
    double value,
    ReadOnlySpan<KeyValuePair<string, object?>> tags,
    ActivityContext span
);

/// <summary>Records the gaps between the chunks of one call.</summary>
/// <param name="gaps">Gaps in seconds.</param>
/// <param name="tags">Labels of the gaps.</param>
internal delegate void ChunkGapsRecorder(ReadOnlySpan<float> gaps, ReadOnlySpan<KeyValuePair<string, object?>> tags);
