using System.Diagnostics;
using System.Globalization;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Telemetry;

/// <summary>
/// Creates traces of completed tasks. A task is one trace, <c>invoke_agent {group}</c>; each step is a span, <c>chat {model}</c> or
/// <c>execute_tool {name}</c>. Spans are created from the record after the task has ended, so only kept tasks have a cost and the measured
/// calls are not slowed down. Prompts and answers are not included.
/// </summary>
/// <param name="choice">Selects the tasks to keep.</param>
internal sealed class TaskSpans(TraceSampler choice) : IDisposable
{
    /// <summary>Name of the activity source.</summary>
    public const string SourceName = "AgentLoad";

    /// <summary>Maximum number of steps of a task that become spans: wide searches have thousands of steps.</summary>
    public const int MaxSteps = 1000;

    private readonly ActivitySource _source = new(SourceName);

    /// <summary>
    /// Creates the trace of a task if it is kept; null otherwise. Until the result is disposed, the task's span is current, so that
    /// measurements can be linked to it.
    /// </summary>
    public TaskTrace? Begin(EndedTask ended)
    {
        if (!_source.HasListeners() || choice.ReasonToKeep(ended.Task) is not { } why)
        {
            return null;
        }

        var before = Activity.Current;
        Activity.Current = null;
        var start = ended.RunStart;
        if (
            _source.StartActivity(
                ActivityKind.Internal,
                default,
                TagsOf(ended, why),
                null,
                start.AddSeconds(ended.Task.Start),
                $"invoke_agent {ended.Task.Group}"
            )
            is not { } root
        )
        {
            Activity.Current = before;
            return null;
        }

        SpanIds.SetTrace(root, TraceOf(ended, ""));
        var calls = new List<(StepRecord, ActivityContext)>();
        foreach (var step in ended.Task.Steps.Take(MaxSteps))
        {
            if (Add(step, TraceOf(ended, step.Key), root.Context, start) is { } span && step.Call is not null)
            {
                calls.Add((step, span));
            }
        }

        Activity.Current = root;
        return new TaskTrace(root, start.AddSeconds(ended.Task.End), ended.Task, before, calls);
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private static CallTrace TraceOf(EndedTask ended, string step) => new(ended.Clock.Run, ended.Task.Id, ended.Task.Attempt, step);

    private ActivityContext? Add(StepRecord step, CallTrace trace, ActivityContext parent, DateTimeOffset start)
    {
        var name = step.Call is { } call ? $"chat {call.Model}" : $"execute_tool {step.Name}";
        var kind = step.Call is null ? ActivityKind.Internal : ActivityKind.Client;
        if (_source.StartActivity(kind, parent, TagsOf(step), null, start.AddSeconds(step.Sent), name) is not { } span)
        {
            return null;
        }

        SpanIds.SetSpan(span, trace);
        if (step.ToolError is not null || step.Call?.Outcome.IsFailure() == true)
        {
            span.SetStatus(ActivityStatusCode.Error, step.ToolError ?? step.Call!.Error ?? step.Call!.Outcome.ToString());
        }

        span.SetEndTime(start.AddSeconds(step.End).UtcDateTime).Stop();
        return span.Context;
    }

    private static IEnumerable<KeyValuePair<string, object?>> TagsOf(EndedTask ended, string why)
    {
        var (task, work) = (ended.Task, TaskTotals.Of(ended));
        yield return new("gen_ai.operation.name", "invoke_agent");
        yield return new("gen_ai.agent.name", task.Group);
        yield return new("gen_ai.usage.input_tokens", work.InputTokens);
        yield return new("gen_ai.usage.output_tokens", work.OutputTokens);
        yield return new("agentload.strategy", task.Strategy);
        yield return new("agentload.problem", task.ProblemId);
        yield return new("agentload.task", task.Id);
        yield return new("agentload.attempt", task.Attempt);
        yield return new("agentload.agent", task.Agent);
        yield return new("agentload.state", task.State.ToString());
        yield return new("agentload.kept", why);
        yield return new("agentload.calls", work.Calls);
        yield return new("agentload.tool_calls", work.ToolCalls);
        yield return new("agentload.wasted_tokens", work.WastedTokens);
        if (task.Steps.Count > MaxSteps)
        {
            yield return new("agentload.steps_left_out", task.Steps.Count - MaxSteps);
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> TagsOf(StepRecord step)
    {
        yield return new("gen_ai.operation.name", step.Call is null ? "execute_tool" : "chat");
        yield return new("agentload.step", step.Key);
        yield return new("agentload.on_answer_path", step.OnAnswerPath);
        yield return new("agentload.on_critical_path", step.OnCriticalPath);
        yield return new("agentload.schedule_delay", step.Sent - step.Asked);
        if (step.After.Count > 0)
        {
            yield return new("agentload.after", string.Join(',', step.After.Select(id => id.ToString(CultureInfo.InvariantCulture))));
        }

        if (step.Call is not { } call)
        {
            yield return new("gen_ai.tool.name", step.Name);
            yield break;
        }

        yield return new("gen_ai.request.model", call.Model);
        yield return new("gen_ai.request.max_tokens", call.RequestedTokens);
        yield return new("server.address", call.Endpoint);
        yield return new("agentload.outcome", call.Outcome.ToString());
        foreach (
            var (name, value) in new (string, object?)[]
            {
                ("gen_ai.usage.input_tokens", call.PromptTokens),
                ("gen_ai.usage.output_tokens", call.CompletionTokens),
                ("agentload.cached_tokens", call.CachedTokens),
                ("agentload.ttft", call.Ttft),
                ("agentload.server_queue", call.ServerQueue),
                ("agentload.retry_of", call.RetryOf),
                ("http.response.status_code", call.HttpStatus),
            }
        )
        {
            if (value is not null)
            {
                yield return new(name, value);
            }
        }
    }
}

/// <summary>The trace of one task while its measurements are recorded. Disposing it ends the root span.</summary>
internal sealed class TaskTrace : IDisposable
{
    private readonly Activity _root;
    private readonly DateTimeOffset _end;
    private readonly Activity? _before;

    internal TaskTrace(
        Activity root,
        DateTimeOffset end,
        TaskRecord task,
        Activity? before,
        IReadOnlyList<(StepRecord Step, ActivityContext Span)> calls
    )
    {
        (_root, _end, _before, Calls) = (root, end, before, calls);
        if (task.State is TaskState.Failed or TaskState.Lost)
        {
            root.SetStatus(ActivityStatusCode.Error, task.Error);
        }
    }

    /// <summary>The calls that have a span, with their spans.</summary>
    public IReadOnlyList<(StepRecord Step, ActivityContext Span)> Calls { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _root.SetEndTime(_end.UtcDateTime).Stop();
        Activity.Current = _before;
    }
}
