using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Telemetry;

/// <summary>Totals of a task over its steps.</summary>
internal readonly record struct TaskTotals(
    int Calls,
    int ToolCalls,
    long InputTokens,
    long OutputTokens,
    long WastedTokens,
    double StartDelay
)
{
    public static TaskTotals Of(EndedTask ended)
    {
        var (calls, tools, input, output, wasted) = (0, 0, 0L, 0L, 0L);
        foreach (var step in ended.Task.Steps)
        {
            if (step.Call is not { } call)
            {
                tools++;
                continue;
            }

            calls++;
            input += call.PromptTokens ?? 0;
            output += call.CompletionTokens ?? 0;
            wasted += step.OnAnswerPath ? 0 : (call.PromptTokens ?? 0) + (call.CompletionTokens ?? 0);
        }

        var late = ended.OpenLoop ? Math.Max(0, ended.Task.Start - ended.Task.IntendedStart) : 0;
        return new TaskTotals(calls, tools, input, output, wasted, late);
    }

    /// <summary>
    /// Returns the delay between the intended start and the sending of a call. In open loop, the first calls of a task include the delay of
    /// the task's start.
    /// </summary>
    public double DelayOf(StepRecord step) =>
        Math.Max(0, step.Sent - step.Asked) + (step.After.Count == 0 && step.Call?.RetryOf is null ? StartDelay : 0);
}
