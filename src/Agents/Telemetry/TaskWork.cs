using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Telemetry;

/// <summary>What a task did, added up in one pass over its steps.</summary>
internal readonly record struct TaskWork(int Calls, int ToolCalls, long InputTokens, long OutputTokens, long WastedTokens, double Late)
{
    public static TaskWork Of(EndedTask ended)
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
        return new TaskWork(calls, tools, input, output, wasted, late);
    }

    /// <summary>Intended start to sent. In an open loop the calls that a task begins with were meant to start earlier by as much as the task started late.</summary>
    public double DelayOf(StepRecord step) =>
        Math.Max(0, step.Sent - step.Asked) + (step.After.Count == 0 && step.Call?.RetryOf is null ? Late : 0);
}
