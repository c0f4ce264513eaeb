using System.Text.Json;
using AgentLoad.Inference.Replies;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.Ollama;

/// <summary>Parses an <c>/api/chat</c> reply: one JSON object per line, or a complete reply in one JSON document.</summary>
internal sealed class OllamaReply(TimeProvider timeProvider) : Reply(timeProvider)
{
    private OllamaFinal _final;

    /// <inheritdoc/>
    protected override string MissingEnd => "the stream ended without its final line";

    /// <inheritdoc/>
    protected override ServerReport Report() => _final.ToReport();

    /// <inheritdoc/>
    protected override void ReadObject(ref Utf8JsonReader reader, long arrived)
    {
        var start = reader;
        bool isDone = false,
            isReply = false,
            maybeError = false;
        while (JsonText.NextProperty(ref reader))
        {
            if (JsonText.Is(ref reader, "message"u8))
            {
                bool isMessage = ReadMessage(ref reader, arrived);
                isReply |= isMessage;
                maybeError |= !isMessage;
            }
            else if (JsonText.Is(ref reader, "response"u8))
            {
                // The API /api/generate, which some emulations return.
                Add(ReadContent(ref reader), arrived);
            }
            else if (JsonText.Is(ref reader, "done"u8))
            {
                reader.Read();
                isDone =
                    reader.TokenType is JsonTokenType.True
                    || string.Equals(JsonText.String(ref reader), "true", StringComparison.OrdinalIgnoreCase);
                reader.Skip();
            }
            else if (JsonText.Is(ref reader, "done_reason"u8))
            {
                ReadFinishReason(ref reader);
            }
            else if (JsonText.Is(ref reader, "model"u8))
            {
                ReadModel(ref reader);
            }
            else if (!_final.TryRead(ref reader))
            {
                maybeError |= ErrorFields.SkipUnlessError(ref reader);
            }
        }

        if (maybeError)
        {
            FindError(start, isReply || isDone, arrived);
        }

        if (isDone)
        {
            FinishNormally(CallOutcome.Completed, null, arrived);
        }
    }

    // Returns false if the message is not an object.
    private bool ReadMessage(ref Utf8JsonReader reader, long arrived)
    {
        if (!JsonText.TryEnterObject(ref reader))
        {
            return false;
        }

        bool hasThinking = false,
            hasOutput = false;
        while (JsonText.NextProperty(ref reader))
        {
            if (JsonText.Is(ref reader, "content"u8))
            {
                var (thinking, output) = ReadContent(ref reader);
                (hasThinking, hasOutput) = (hasThinking | thinking, hasOutput | output);
            }
            else if (
                JsonText.Is(ref reader, "thinking"u8)
                || JsonText.Is(ref reader, "reasoning"u8)
                || JsonText.Is(ref reader, "reasoning_content"u8)
            )
            {
                hasThinking |= ReadThinking(ref reader);
            }
            else if (JsonText.Is(ref reader, "tool_calls"u8))
            {
                hasOutput |= ReadToolCalls(ref reader, areWhole: true);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        Add((hasThinking, hasOutput), arrived);
        return true;
    }

    private void Add((bool HasThinking, bool HasOutput) found, long arrived)
    {
        if (found.HasThinking || found.HasOutput)
        {
            AddChunk(arrived, found.HasOutput);
        }
    }
}
