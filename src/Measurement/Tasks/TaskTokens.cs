using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Tasks;

/// <summary>Token totals over the calls of a task; null if it has calls and none reports a value.</summary>
internal struct TaskTokens
{
    public int Calls,
        Retries;
    public long? Prompt,
        Cached,
        Completion,
        Reasoning,
        Total,
        Resent,
        Distinct,
        Wasted,
        Retry;
    public double? ServerSeconds,
        Cost;

    public static TaskTokens Of(TaskRecord task)
    {
        // Without calls, the task used no tokens.
        var sums = task.Steps.Any(static step => step.Kind == StepKind.Call)
            ? default
            : new TaskTokens
            {
                Prompt = 0,
                Completion = 0,
                Total = 0,
                Resent = 0,
                Distinct = 0,
                Wasted = 0,
            };
        foreach (var step in task.Steps)
        {
            if (step.Kind == StepKind.Call)
            {
                sums.Add(step, task.Answer is not null && step.OnAnswerPath);
            }
        }

        return sums;
    }

    private void Add(StepRecord step, bool used)
    {
        Calls++;
        if (step.Call is not { } call)
        {
            return;
        }

        Prompt = Plus(Prompt, call.PromptTokens);
        Cached = Plus(Cached, call.CachedTokens);
        Completion = Plus(Completion, call.CompletionTokens);
        Reasoning = Plus(Reasoning, call.ReasoningTokens);
        Resent = Plus(Resent, call.ResentTokens);
        Distinct = Plus(Distinct, call.PromptTokens > 0 && call.ResentTokens == call.PromptTokens ? 0 : call.PromptTokens);
        var total = Plus(Plus(null, call.PromptTokens), call.CompletionTokens);
        Total = Plus(Total, total);
        Wasted = Plus(Wasted, used ? total * 0 : total);
        Cost = call.Cost is { } cost ? (Cost ?? 0) + cost : Cost;
        if (call.ServerPrefill is not null || call.ServerDecode is not null)
        {
            ServerSeconds = (ServerSeconds ?? 0) + (call.ServerPrefill ?? 0) + (call.ServerDecode ?? 0);
        }

        if (call.RetryOf is null)
        {
            return;
        }

        Retries++;
        Retry = Plus(Retry, total);
    }

    private static long? Plus(long? sum, long? value) => value is null ? sum : (sum ?? 0) + value;
}
