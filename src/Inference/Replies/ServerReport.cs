using System.Text;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.Replies;

/// <summary>Token counts and durations (seconds) of a reply; null if the server did not report them.</summary>
internal readonly record struct ServerReport
{
    // Rule of thumb for English text and code; used only for counts that the server did not report.
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
    /// Returns the counts of the server. If the server received the request, missing counts are estimated and the result is marked as
    /// estimated: one completion token per chunk, and one prompt token per four bytes of the messages.
    /// </summary>
    public ServerReport OrEstimate(CallRequest request, CallOutcome outcome, int? status, int chunks)
    {
        int? prompt = PromptTokens,
            // Chunks prove that there are tokens.
            completion = CompletionTokens is 0 && chunks > 0 ? null : CompletionTokens;
        var known = this with
        {
            CachedTokens = CachedTokens <= prompt ? CachedTokens : null,
            ReasoningTokens = ReasoningTokens <= completion ? ReasoningTokens : null,
        };
        if (prompt is not null && completion is not null)
        {
            return known with { Provenance = TokenProvenance.Server };
        }

        bool wasReceived = status is null or (>= 200 and < 300) && outcome is not CallOutcome.ConnectionFailed;
        return wasReceived || prompt is not null || completion is not null
            ? known with
            {
                PromptTokens = prompt ?? Math.Max(1, PromptBytes(request) / BytesPerToken),
                CompletionTokens = completion ?? chunks,
                Provenance = TokenProvenance.Estimated,
            }
            : known;
    }

    private static int PromptBytes(CallRequest request) =>
        request.Messages.Sum(m => Encoding.UTF8.GetByteCount(m.Content) + m.ToolCalls.Sum(t => t.Name.Length + t.Arguments.Length))
        + request.Tools.Sum(t => t.Name.Length + t.Description.Length + t.ParametersSchema.Length);
}
