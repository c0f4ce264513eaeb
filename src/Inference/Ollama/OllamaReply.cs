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
            if (reader.ValueTextEquals("message"u8))
            {
                bool isMessage = ReadMessage(ref reader, arrived);
                isReply |= isMessage;
                maybeError |= !isMessage;
            }
            else if (reader.ValueTextEquals("response"u8))
            {
                // The API /api/generate, which some emulations return.
                Add(ReadContent(ref reader), arrived);
            }
            else if (reader.ValueTextEquals("done"u8))
            {
                reader.Read();
                isDone =
                    reader.TokenType is JsonTokenType.True
                    || string.Equals(JsonText.String(ref reader), "true", StringComparison.OrdinalIgnoreCase);
                reader.Skip();
            }
            else if (reader.ValueTextEquals("done_reason"u8))
            {
                ReadFinishReason(ref reader);
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                ReadModel(ref reader);
            }
            else if (!_final.TryRead(ref reader))
            {
                maybeError |= SkipUnlessError(ref reader);
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
            if (reader.ValueTextEquals("content"u8))
            {
                var (thinking, output) = ReadContent(ref reader);
                (hasThinking, hasOutput) = (hasThinking | thinking, hasOutput | output);
            }
            else if (
                reader.ValueTextEquals("thinking"u8)
                || reader.ValueTextEquals("reasoning"u8)
                || reader.ValueTextEquals("reasoning_content"u8)
            )
            {
                hasThinking |= ReadThinking(ref reader);
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
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
