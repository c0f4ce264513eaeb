using System.Text.Json;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Ollama;

/// <summary>What the final line of an Ollama reply says beyond its message. Durations are nanoseconds there and seconds here.</summary>
internal struct OllamaFinal
{
    private long? _total;
    private long? _load;
    private long? _prefill;
    private long? _decode;
    private long? _promptTokens;
    private long? _completionTokens;

    /// <summary>True on the final line only.</summary>
    public bool Done { get; private set; }

    /// <summary>True where the reply reached its token limit.</summary>
    public bool IsLengthLimited { get; private set; }

    /// <summary>Reads the property that the reader stands on, if it is one of the final line's.</summary>
    public bool TryRead(ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("done"u8))
        {
            Done = reader.Read() && reader.TokenType is JsonTokenType.True;
        }
        else if (name.SequenceEqual("done_reason"u8))
        {
            IsLengthLimited = reader.Read() && reader.TokenType is JsonTokenType.String && reader.ValueTextEquals("length"u8);
        }
        else if (name.SequenceEqual("total_duration"u8))
        {
            _total = Next(ref reader);
        }
        else if (name.SequenceEqual("load_duration"u8))
        {
            _load = Next(ref reader);
        }
        else if (name.SequenceEqual("prompt_eval_duration"u8))
        {
            _prefill = Next(ref reader);
        }
        else if (name.SequenceEqual("eval_duration"u8))
        {
            _decode = Next(ref reader);
        }
        else if (name.SequenceEqual("prompt_eval_count"u8))
        {
            _promptTokens = Next(ref reader);
        }
        else if (name.SequenceEqual("eval_count"u8))
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
    /// The report. Waiting for a slot shows only in the total: queue = total − load − prefill − decode, never below 0. Ollama does
    /// not say how much of the prompt was cached.
    /// </summary>
    public readonly ServerReport ToReport() =>
        new()
        {
            PromptTokens = (int?)_promptTokens,
            CompletionTokens = (int?)_completionTokens,
            Queue = _total is { } total ? Math.Max(0, total - (_load ?? 0) - (_prefill ?? 0) - (_decode ?? 0)) / 1e9 : null,
            Load = _load / 1e9,
            Prefill = _prefill / 1e9,
            Decode = _decode / 1e9,
        };

    private static long? Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
        }

        return JsonText.Number(ref reader);
    }
}
