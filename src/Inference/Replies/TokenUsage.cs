using System.Text.Json;

namespace AgentLoad.Inference.Replies;

/// <summary>
/// Token counts that a server reports in one or several places of a reply, under the names of OpenAI, DeepSeek, Anthropic and Ollama. A
/// later value replaces an earlier one only if it is larger, because some servers repeat the usage with less in it. Zero prompt tokens,
/// negative numbers and numbers above <see cref="MaxTokens"/> are missing values.
/// </summary>
internal struct TokenUsage
{
    /// <summary>Largest plausible count: far above the longest context of any model.</summary>
    public const int MaxTokens = 100_000_000;

    /// <summary>Longest plausible duration of a phase of a call, in seconds.</summary>
    public const double MaxSeconds = 24 * 60 * 60;

    private ServerReport _usage;
    private ServerReport _timings;

    /// <summary>Returns a count; null if it is missing or implausible.</summary>
    public static int? Count(double? value) => value is >= 0 and <= MaxTokens && double.IsInteger(value.Value) ? (int)value : null;

    /// <summary>Returns a duration in seconds; null if it is missing or implausible.</summary>
    public static double? Seconds(double? value) => value is >= 0 and <= MaxSeconds ? value : null;

    /// <summary>Adds a <c>usage</c> object, which many servers send as null in every chunk except the last.</summary>
    public void Add(JsonElement usage)
    {
        var prompt = NonZero(Count(usage, "prompt_tokens"));
        var completion = Count(usage, "completion_tokens") ?? Count(usage, "output_tokens");
        var cached =
            Count(usage.Get("prompt_tokens_details"), "cached_tokens")
            ?? Count(usage.Get("input_tokens_details"), "cached_tokens")
            ?? Count(usage, "prompt_cache_hit_tokens")
            ?? Count(usage, "cache_read_input_tokens")
            ?? Count(usage, "cached_tokens");
        var reasoning =
            Count(usage.Get("completion_tokens_details"), "reasoning_tokens")
            ?? Count(usage.Get("output_tokens_details"), "reasoning_tokens")
            ?? Count(usage, "reasoning_tokens");
        if (prompt is null && Count(usage, "input_tokens") is { } input)
        {
            // Anthropic's input_tokens exclude what was read from and written to the cache; OpenAI's include it.
            prompt = NonZero(input + (Count(usage, "cache_read_input_tokens") ?? 0) + (Count(usage, "cache_creation_input_tokens") ?? 0));
        }

        if (Count(usage, "total_tokens") is { } total)
        {
            if (total == (long?)prompt + completion + reasoning)
            {
                // xAI and Gemini leave reasoning out of the completion.
                completion += reasoning;
            }

            completion ??= total >= prompt ? total - prompt : null;
            prompt ??= total > completion ? total - completion : null;
        }

        _usage = _usage with
        {
            PromptTokens = Larger(_usage.PromptTokens, prompt),
            CompletionTokens = Larger(_usage.CompletionTokens, completion),
            CachedTokens = Larger(_usage.CachedTokens, cached),
            ReasoningTokens = Larger(_usage.ReasoningTokens, reasoning),
        };
    }

    /// <summary>Adds <c>timings</c> of llama-server: counts, and durations in milliseconds.</summary>
    public void AddTimings(JsonElement timings) =>
        _timings = new ServerReport
        {
            // prompt_n excludes cached tokens.
            PromptTokens = Count(timings, "prompt_n") is { } prompt ? NonZero(prompt + (Count(timings, "cache_n") ?? 0)) : null,
            CompletionTokens = Count(timings, "predicted_n"),
            CachedTokens = Count(timings, "cache_n"),
            Prefill = Seconds(timings.Double("prompt_ms") / 1e3),
            Decode = Seconds(timings.Double("predicted_ms") / 1e3),
        };

    /// <summary>Returns the combined report.</summary>
    public readonly ServerReport ToReport() =>
        _timings with
        {
            PromptTokens = _usage.PromptTokens ?? _timings.PromptTokens,
            CompletionTokens = _usage.CompletionTokens ?? _timings.CompletionTokens,
            CachedTokens = _usage.CachedTokens ?? _timings.CachedTokens,
            ReasoningTokens = _usage.ReasoningTokens,
        };

    private static int? Count(JsonElement? usage, string name) => Count(usage?.Double(name));

    private static int? NonZero(int? count) => count is 0 ? null : count;

    private static int? Larger(int? earlier, int? later) => earlier > later ? earlier : later ?? earlier;
}
