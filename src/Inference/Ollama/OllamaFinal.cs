using System.Text.Json;
using AgentLoad.Inference.Replies;

namespace AgentLoad.Inference.Ollama;

/// <summary>
/// Counts and durations of the final line of an Ollama reply. Durations are nanoseconds in the reply and seconds here; missing and
/// implausible values are null.
/// </summary>
internal struct OllamaFinal
{
    private double? _total;
    private double? _load;
    private double? _prefill;
    private double? _decode;
    private double? _promptTokens;
    private double? _completionTokens;

    /// <summary>Reads the current property if it is a count or a duration; otherwise returns false.</summary>
    public bool TryRead(ref Utf8JsonReader reader)
    {
        if (JsonText.Is(ref reader, "total_duration"u8))
        {
            _total = Next(ref reader);
        }
        else if (JsonText.Is(ref reader, "load_duration"u8))
        {
            _load = Next(ref reader);
        }
        else if (JsonText.Is(ref reader, "prompt_eval_duration"u8))
        {
            _prefill = Next(ref reader);
        }
        else if (JsonText.Is(ref reader, "eval_duration"u8))
        {
            _decode = Next(ref reader);
        }
        else if (JsonText.Is(ref reader, "prompt_eval_count"u8))
        {
            _promptTokens = Next(ref reader);
        }
        else if (JsonText.Is(ref reader, "eval_count"u8))
        {
            _completionTokens = Next(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>
    /// Returns the report. Ollama does not report queueing: queue = total − load − prefill − decode, at least 0. It does not report cached
    /// tokens.
    /// </summary>
    public readonly ServerReport ToReport()
    {
        var (total, load, prefill, decode) = (Seconds(_total), Seconds(_load), Seconds(_prefill), Seconds(_decode));
        return new()
        {
            PromptTokens = TokenUsage.Count(_promptTokens) is > 0 and var prompt ? prompt : null,
            CompletionTokens = TokenUsage.Count(_completionTokens),
            Queue = total is { } all ? Math.Max(0, all - (load ?? 0) - (prefill ?? 0) - (decode ?? 0)) : null,
            Load = load,
            Prefill = prefill,
            Decode = decode,
        };
    }

    private static double? Seconds(double? nanoseconds) => TokenUsage.Seconds(nanoseconds / 1e9);

    private static double? Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        double? number = JsonText.Number(ref reader);
        reader.Skip();
        return number;
    }
}
