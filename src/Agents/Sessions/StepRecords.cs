using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Sessions;

/// <summary>Creates the record of a call from the result of a client.</summary>
internal static class StepRecords
{
    /// <summary>Creates the record of a call. The times are in its step.</summary>
    /// <param name="result">The result that the client returned.</param>
    /// <param name="request">The request.</param>
    /// <param name="outcome">The outcome for the task.</param>
    /// <param name="retryOf">Step that the call retries; null for a first attempt.</param>
    /// <param name="shares">Fractions of the prompt that were sent before.</param>
    /// <param name="prices">Prices of the endpoint's tokens; null if not configured.</param>
    /// <param name="clock">The run's clock.</param>
    public static CallRecord Of(
        CallResult result,
        CallRequest request,
        CallOutcome outcome,
        int? retryOf,
        PromptShares shares,
        PriceSettings? prices,
        RunClock clock
    )
    {
        int? Part(double share) => result.PromptTokens is { } tokens ? (int)Math.Round(tokens * share) : null;
        double? Since(long? timestamp) => timestamp is { } at ? clock.Between(result.Sent, at) : null;
        return new CallRecord
        {
            Endpoint = result.Endpoint,
            Model = request.Model,
            Outcome = outcome,
            HttpStatus = result.HttpStatus,
            Error = result.Error is { } error ? RecordText.Error(error) : null,
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
            ResentTokens = Part(shares.Task),
            SharedTokens = Part(shares.Run),
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

    /// <summary>Creates the record of a tool step.</summary>
    /// <param name="id">Number of the step in the task.</param>
    /// <param name="tool">The tool.</param>
    /// <param name="asked">Start, in seconds since the start of the run.</param>
    /// <param name="end">End, in seconds since the start of the run.</param>
    /// <param name="error">One-line error; null if the tool succeeded.</param>
    public static StepRecord OfTool(int id, ToolStep tool, double asked, double end, string? error) =>
        new()
        {
            Id = id,
            Key = tool.Key,
            Kind = StepKind.Tool,
            Name = RecordText.Name(tool.Name),
            After = [.. tool.After],
            Uses = [.. tool.After],
            Asked = asked,
            Sent = asked,
            End = end,
            ToolError = error is null ? null : RecordText.Error(error),
        };
}

/// <summary>Fractions of a prompt, 0 to 1, that an earlier prompt began with.</summary>
/// <param name="Task">Among the prompts of the task.</param>
/// <param name="Run">Among the prompts of the run; at least <paramref name="Task"/>.</param>
internal readonly record struct PromptShares(double Task, double Run);
