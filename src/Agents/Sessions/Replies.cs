using AgentLoad.Inference;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Sessions;

/// <summary>Turns what a client reports of a call into what a strategy sees of it.</summary>
internal static class Replies
{
    /// <summary>What a client reported of a call that an earlier host made, as far as anyone still asks.</summary>
    public static CallResult Recalled(CarriedStep step)
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

    /// <summary>The reply; of a failed call nothing but the reason.</summary>
    public static Reply Of(int step, CallResult result) =>
        result.IsGood
            ? new Reply(step, result.Text, result.Thinking, result.ToolCalls, IsGood: true)
            {
                CompletionTokens = result.CompletionTokens,
                PromptTokens = result.PromptTokens,
                IsCut = result.Outcome == CallOutcome.LengthLimited,
            }
            : new Reply(step, "", "", [], IsGood: false) { Error = $"{result.Outcome}: {result.Error ?? "no reason given"}" };
}
