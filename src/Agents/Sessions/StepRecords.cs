using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Sessions;

/// <summary>Turns what a client reports of a call into its record.</summary>
internal static class StepRecords
{
    /// <summary>The record of a call; its step gives the instants.</summary>
    /// <param name="result">What the client reports.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="outcome">How it ended, as the task sees it.</param>
    /// <param name="retryOf">Step that it repeats.</param>
    /// <param name="resentShare">Share of the prompt that was sent before in the task, 0 to 1.</param>
    /// <param name="prices">What tokens cost there; null where nobody said.</param>
    /// <param name="clock">The run's clock.</param>
    public static CallRecord Of(
        CallResult result,
        CallRequest request,
        CallOutcome outcome,
        int? retryOf,
        double resentShare,
        PriceSettings? prices,
        RunClock clock
    )
    {
        double? Since(long? timestamp) => timestamp is { } at ? clock.Between(result.Sent, at) : null;
        return new CallRecord
        {
            Endpoint = result.Endpoint,
            Model = request.Model,
            Outcome = outcome,
            HttpStatus = result.HttpStatus,
            Error = result.Error,
            RetryOf = retryOf,
            Ttft = Since(result.FirstChunk),
            Ttfo = Since(result.FirstOutput),
            LastChunk = Since(result.LastChunk),
            ChunkGaps = result.ChunkGaps,
            Images = request.Messages.Sum(message => message.Images.Count),
            PromptTokens = result.PromptTokens,
            CachedTokens = result.CachedTokens,
            CompletionTokens = result.CompletionTokens,
            ReasoningTokens = result.ReasoningTokens,
            ResentTokens = result.PromptTokens is { } tokens ? (int)Math.Round(tokens * resentShare) : null,
            Cost = result is { PromptTokens: { } prompt, CompletionTokens: { } completion }
                ? prices?.CostOf(prompt, result.CachedTokens ?? 0, completion)
                : null,
            RequestedTokens = request.Options.MaxTokens,
            Provenance = result.Provenance,
            ServerQueue = result.ServerQueue,
            ServerLoad = result.ServerLoad,
            ServerPrefill = result.ServerPrefill,
            ServerDecode = result.ServerDecode,
        };
    }
}
