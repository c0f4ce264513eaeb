using System.Text;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.Transport;

/// <summary>Token counts and durations (seconds) of a reply; null if the server did not report them.</summary>
internal readonly record struct ServerReport
{
    // Rule of thumb for English text and code; used only for calls that ended before the server reported token counts.
    private const int BytesPerToken = 4;

    public int? PromptTokens { get; init; }
    public int? CachedTokens { get; init; }
    public int? CompletionTokens { get; init; }
    public int? ReasoningTokens { get; init; }
    public double? Queue { get; init; }
    public double? Load { get; init; }
    public double? Prefill { get; init; }
    public double? Decode { get; init; }
    public TokenProvenance Provenance { get; init; }

    /// <summary>
    /// Returns the counts of the server. If the server received the request but reported no counts, returns an estimate: one completion
    /// token per chunk, and one prompt token per four bytes of the messages.
    /// </summary>
    public ServerReport OrEstimate(CallRequest request, CallOutcome outcome, int? status, int chunks)
    {
        if (PromptTokens is not null || CompletionTokens is not null)
        {
            return this with { Provenance = TokenProvenance.Server };
        }

        bool wasReceived = status is null or 200 && outcome is not CallOutcome.ConnectionFailed;
        return wasReceived
            ? this with
            {
                PromptTokens = PromptBytes(request) / BytesPerToken,
                CompletionTokens = chunks,
                Provenance = TokenProvenance.Estimated,
            }
            : this;
    }

    private static int PromptBytes(CallRequest request) =>
        request.Messages.Sum(m => Encoding.UTF8.GetByteCount(m.Content) + m.ToolCalls.Sum(t => t.Name.Length + t.Arguments.Length))
        + request.Tools.Sum(t => t.Name.Length + t.Description.Length + t.ParametersSchema.Length);
}
