using AgentLoad.Agents.Replies;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Sessions;

/// <summary>Converts call results of a client to replies for a strategy.</summary>
internal static class ReplyFactory
{
    /// <summary>Restores the result of a call that another host made, as far as it is still needed.</summary>
    public static CallResult Restore(StepSnapshot step)
    {
        var call = step.Record.Call!;
        return new CallResult
        {
            Endpoint = call.Endpoint,
            Outcome = call.Outcome,
            Sent = 0,
            End = 0,
            Text = step.Text,
            Thinking = step.Thinking,
            ToolCalls = step.ToolCalls,
            PromptTokens = call.PromptTokens,
            CompletionTokens = call.CompletionTokens,
            Error = call.Error,
        };
    }

    /// <summary>
    /// Creates the reply; for a failed call it contains only the reason. Reasoning that the server sends as part of the text is separated.
    /// </summary>
    /// <param name="step">Id of the step.</param>
    /// <param name="result">The result.</param>
    /// <param name="keepsReasoning">True if the reasoning stays in the conversation.</param>
    public static Reply Of(int step, CallResult result, bool keepsReasoning = false)
    {
        if (!result.IsGood)
        {
            return new Reply(step, "", "", [], IsGood: false) { Error = $"{result.Outcome}: {result.Error ?? "no reason given"}" };
        }

        var (inline, text) = Reasoning.Split(result.Text);
        var thinking = result.Thinking + inline;
        return new Reply(step, text, thinking, result.ToolCalls, IsGood: true)
        {
            History = keepsReasoning ? Reasoning.Join(thinking, text) : text,
            CompletionTokens = result.CompletionTokens,
            PromptTokens = result.PromptTokens,
            IsTruncated = result.Outcome == CallOutcome.LengthLimited,
        };
    }
}
