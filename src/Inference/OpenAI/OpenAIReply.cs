using System.Text.Json;
using AgentLoad.Inference.Replies;

namespace AgentLoad.Inference.OpenAI;

/// <summary>Parses a <c>/v1/chat/completions</c> reply: an event stream, or a complete reply in one JSON document.</summary>
internal sealed class OpenAIReply(TimeProvider timeProvider) : Reply(timeProvider)
{
    private TokenUsage _usage;
    private bool _hasDeltas;

    /// <inheritdoc/>
    protected override string MissingEnd => "the stream ended without a finish reason and without [DONE]";

    /// <inheritdoc/>
    protected override ServerReport Report() => _usage.ToReport();

    /// <inheritdoc/>
    protected override void ReadObject(ref Utf8JsonReader reader, long arrived)
    {
        var start = reader;
        bool isReply = false,
            maybeError = false;
        while (JsonText.NextProperty(ref reader))
        {
            if (JsonText.Is(ref reader, "choices"u8))
            {
                isReply = true;
                maybeError |= ReadChoices(ref reader, arrived);
            }
            else if (JsonText.Is(ref reader, "usage"u8))
            {
                isReply |= ReadUsage(ref reader);
            }
            else if (JsonText.Is(ref reader, "x_groq"u8))
            {
                ReadGroq(ref reader);
            }
            else if (JsonText.Is(ref reader, "timings"u8))
            {
                ReadTimings(ref reader);
            }
            else if (JsonText.Is(ref reader, "model"u8))
            {
                ReadModel(ref reader);
            }
            else
            {
                maybeError |= ErrorFields.SkipUnlessError(ref reader);
            }
        }

        if (maybeError)
        {
            FindError(start, isReply, arrived);
        }
    }

    // Returns true if a choice may hold an error.
    private bool ReadChoices(ref Utf8JsonReader reader, long arrived)
    {
        if (!JsonText.TryEnterArray(ref reader))
        {
            return false;
        }

        bool maybeError = false;
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.StartObject)
            {
                maybeError |= ReadChoice(ref reader, arrived);
            }
            else
            {
                reader.Skip();
            }
        }

        return maybeError;
    }

    private bool ReadChoice(ref Utf8JsonReader reader, long arrived)
    {
        bool maybeError = false;
        while (JsonText.NextProperty(ref reader))
        {
            if (JsonText.Is(ref reader, "delta"u8))
            {
                ReadDelta(ref reader, arrived);
                _hasDeltas = true;
            }
            else if (JsonText.Is(ref reader, "message"u8) && !_hasDeltas)
            {
                ReadDelta(ref reader, arrived);
            }
            else if (JsonText.Is(ref reader, "text"u8))
            {
                Add(ReadContent(ref reader), arrived);
            }
            else if (JsonText.Is(ref reader, "finish_reason"u8))
            {
                ReadFinishReason(ref reader);
            }
            else if (JsonText.Is(ref reader, "usage"u8))
            {
                ReadUsage(ref reader);
            }
            else
            {
                maybeError |= JsonText.Is(ref reader, "error"u8);
                reader.Read();
                reader.Skip();
            }
        }

        return maybeError;
    }

    private void ReadDelta(ref Utf8JsonReader reader, long arrived)
    {
        if (!JsonText.TryEnterObject(ref reader))
        {
            return;
        }

        bool hasThinking = false,
            hasOutput = false;
        while (JsonText.NextProperty(ref reader))
        {
            if (JsonText.Is(ref reader, "content"u8) || JsonText.Is(ref reader, "refusal"u8))
            {
                var (thinking, output) = ReadContent(ref reader);
                (hasThinking, hasOutput) = (hasThinking | thinking, hasOutput | output);
            }
            else if (!hasThinking && IsReasoning(ref reader))
            {
                hasThinking = ReadThinking(ref reader);
            }
            else if (JsonText.Is(ref reader, "tool_calls"u8) || JsonText.Is(ref reader, "function_call"u8))
            {
                hasOutput |= ReadToolCalls(ref reader, areWhole: false);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        Add((hasThinking, hasOutput), arrived);
    }

    // Some servers send the same reasoning under two names.
    private static bool IsReasoning(ref Utf8JsonReader reader) =>
        JsonText.Is(ref reader, "reasoning_content"u8) || JsonText.Is(ref reader, "reasoning"u8) || JsonText.Is(ref reader, "thinking"u8);

    private void Add((bool HasThinking, bool HasOutput) found, long arrived)
    {
        if (found.HasThinking || found.HasOutput)
        {
            AddChunk(arrived, found.HasOutput);
        }
    }

    private bool ReadUsage(ref Utf8JsonReader reader)
    {
        if (!JsonText.TryEnterObject(ref reader))
        {
            return false;
        }

        using var document = JsonDocument.ParseValue(ref reader);
        _usage.Add(document.RootElement);
        return true;
    }

    private void ReadTimings(ref Utf8JsonReader reader)
    {
        if (JsonText.TryEnterObject(ref reader))
        {
            using var document = JsonDocument.ParseValue(ref reader);
            _usage.AddTimings(document.RootElement);
        }
    }

    private void ReadGroq(ref Utf8JsonReader reader)
    {
        if (!JsonText.TryEnterObject(ref reader))
        {
            return;
        }

        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.Get("usage") is { ValueKind: JsonValueKind.Object } usage)
        {
            _usage.Add(usage);
        }
    }
}
