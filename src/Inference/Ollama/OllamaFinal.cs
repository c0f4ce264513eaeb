using System.Text.Json;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Ollama;

/// <summary>
/// Contents of the final line of an Ollama reply, apart from the message. Durations are nanoseconds in the reply and seconds here.
/// </summary>
internal struct OllamaFinal
{
    private long? _total;
    private long? _load;
    private long? _prefill;
    private long? _decode;
    private long? _promptTokens;
    private long? _completionTokens;

    /// <summary>True if the line is the final line.</summary>
    public bool Done { get; private set; }

    /// <summary>True if the reply reached its token limit.</summary>
    public bool IsLengthLimited { get; private set; }

    /// <summary>Reads the current property if it belongs to the final line; otherwise returns false.</summary>
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
    /// Returns the report. Ollama does not report queueing: queue = total − load − prefill − decode, at least 0. It does not report cached
    /// tokens.
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
