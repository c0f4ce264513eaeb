using System.Text.Json;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.OpenAI;

/// <summary>
/// Token counts and durations reported by an OpenAI-compatible server: <c>usage</c>, completed by <c>timings</c> of llama-server. Missing
/// values are null.
/// </summary>
internal struct OpenAIUsage
{
    private ServerReport _usage;
    private ServerReport _timings;

    /// <summary>Reads <c>usage</c>, which many servers send as null in every chunk except the last.</summary>
    public void ReadUsage(ref Utf8JsonReader reader)
    {
        if (!TryEnter(ref reader))
        {
            return;
        }

        using var document = JsonDocument.ParseValue(ref reader);
        var usage = document.RootElement;
        _usage = new ServerReport
        {
            PromptTokens = usage.Int("prompt_tokens"),
            CompletionTokens = usage.Int("completion_tokens"),
            CachedTokens = usage.Get("prompt_tokens_details")?.Int("cached_tokens"),
            ReasoningTokens = usage.Get("completion_tokens_details")?.Int("reasoning_tokens"),
        };
    }

    /// <summary>Reads <c>timings</c>: counts, and durations in milliseconds.</summary>
    public void ReadTimings(ref Utf8JsonReader reader)
    {
        if (!TryEnter(ref reader))
        {
            return;
        }

        using var document = JsonDocument.ParseValue(ref reader);
        var timings = document.RootElement;
        _timings = new ServerReport
        {
            // prompt_n excludes cached tokens.
            PromptTokens = timings.Int("prompt_n") + (timings.Int("cache_n") ?? 0),
            CompletionTokens = timings.Int("predicted_n"),
            CachedTokens = timings.Int("cache_n"),
            Prefill = timings.Double("prompt_ms") / 1e3,
            Decode = timings.Double("predicted_ms") / 1e3,
        };
    }

    /// <summary>Returns the combined report.</summary>
    public readonly ServerReport ToReport() =>
        _timings with
        {
            PromptTokens = _usage.PromptTokens ?? _timings.PromptTokens,
            CompletionTokens = _usage.CompletionTokens ?? _timings.CompletionTokens,
            CachedTokens = _usage.CachedTokens ?? _timings.CachedTokens,
            ReasoningTokens = _usage.ReasoningTokens,
        };

    private static bool TryEnter(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            return true;
        }

        reader.Skip();
        return false;
    }
}
