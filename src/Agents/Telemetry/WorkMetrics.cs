using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Telemetry;

/// <summary>Turns what agents do into measurements of .NET meters. Costs next to nothing where nobody listens to the meter.</summary>
public sealed class WorkMetrics : IWorkObserver, IDisposable
{
    /// <summary>Name of the meter, for whoever exports it.</summary>
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

    /// <summary>Makes the meter.</summary>
    public WorkMetrics()
    {
        _instruments = new Instruments(_meter);
        _meter.CreateObservableUpDownCounter(
            "agentload.agents",
            AgentsByState,
            "{agent}",
            "Agents that live here: at work on a task, or waiting for their next one."
        );
    }

    /// <summary>The meter, for a listener that takes this one and no other of its name.</summary>
    public Meter Meter => _meter;

    /// <summary>Counts nothing, so that listeners that are there by now show 0: a counter shows itself from its first count on, and a rate needs the 0 before.</summary>
    public void ShowZeros()
    {
        _instruments.Retries.Add(0);
        _instruments.CachedTokens.Add(0);
        _instruments.ActiveCalls.Add(0);
        _instruments.ActiveTasks.Add(0);
    }

    /// <summary>Takes links from measurements to spans; null for nobody.</summary>
    public SpanLink? Links { get; set; }

    /// <summary>The histogram of gaps between chunks, of which a call has dozens.</summary>
    public Instrument ChunkGaps => _instruments.ChunkGap;

    /// <summary>Takes the gaps of a call all at once, besides who listens to <see cref="ChunkGaps"/>; null for nobody.</summary>
    public GapsTaken? Gaps { get; set; }

    /// <summary>Links the measurements of calls to their spans. A call was measured when it ended; that its task is kept as a trace shows only when that has ended.</summary>
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
    public void AgentCame() => Interlocked.Increment(ref _agents);

    /// <inheritdoc/>
    public void AgentLeft() => Interlocked.Decrement(ref _agents);

    /// <inheritdoc/>
    public void TaskStarted()
    {
        Interlocked.Increment(ref _working);
        _instruments.ActiveTasks.Add(1);
    }

    /// <inheritdoc/>
    public void TaskLeft()
    {
        Interlocked.Decrement(ref _working);
        _instruments.ActiveTasks.Add(-1);
    }

    /// <inheritdoc/>
    public void CallStarted() => _instruments.ActiveCalls.Add(1);

    /// <inheritdoc/>
    public void CallEnded(StepRecord step)
    {
        _instruments.ActiveCalls.Add(-1);
        if (step.Call is { } call)
        {
            Count(step, call);
        }
    }

    /// <inheritdoc/>
    public void TaskEnded(EndedTask ended)
    {
        TaskLeft();
        var task = ended.Task;
        KeyValuePair<string, object?> group = new("gen_ai.agent.name", _groups.Of(task.Group));
        KeyValuePair<string, object?> strategy = new("agentload.strategy", _strategies.Of(task.Strategy));
        _instruments.TaskDuration.Record(task.End - task.Start, group, strategy, new("agentload.state", States[(int)task.State]));
        _instruments.TaskDelay.Record(Math.Max(0, task.Start - task.IntendedStart), group);
        var work = TaskWork.Of(ended);
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

/// <summary>Links a measurement that a histogram has counted to a span.</summary>
/// <param name="instrument">The histogram.</param>
/// <param name="value">What was measured.</param>
/// <param name="tags">Labels that it was counted with, in the same order.</param>
/// <param name="span">The span.</param>
public delegate void SpanLink(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, ActivityContext span);

/// <summary>Takes the gaps between the chunks of one call.</summary>
/// <param name="gaps">Seconds.</param>
/// <param name="tags">Labels of all of them.</param>
public delegate void GapsTaken(ReadOnlySpan<float> gaps, ReadOnlySpan<KeyValuePair<string, object?>> tags);
