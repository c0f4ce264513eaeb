using System.Text.Json;
using AgentLoad.Inference.Transport;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.Ollama;

/// <summary>Parses the lines of an <c>/api/chat</c> reply.</summary>
internal sealed class OllamaReply(TimeProvider timeProvider) : Reply(timeProvider)
{
    private readonly List<ToolCall> _toolCalls = [];

    /// <inheritdoc/>
    protected override IReadOnlyList<ToolCall> ToolCalls() => _toolCalls;

    /// <inheritdoc/>
    protected override void AcceptLine(ReadOnlySpan<byte> line, long arrived)
    {
        if (line.Trim(" \t"u8).IsEmpty)
        {
            return;
        }

        var reader = new Utf8JsonReader(line);
        JsonText.EnterObject(ref reader);
        var final = new OllamaFinal();
        while (JsonText.NextProperty(ref reader))
        {
            var name = reader.ValueSpan;
            if (name.SequenceEqual("message"u8))
            {
                ReadMessage(ref reader, arrived);
            }
            else if (name.SequenceEqual("error"u8))
            {
                ReadError(ref reader, arrived);
            }
            else if (!final.TryRead(name, ref reader))
            {
                reader.Skip();
            }
        }
        if (!final.Done)
        {
            return;
        }

        Report = final.ToReport();
        Finish(final.IsLengthLimited ? CallOutcome.LengthLimited : CallOutcome.Completed, null, arrived);
    }

    /// <inheritdoc/>
    protected override void AcceptEnd(ReadOnlySpan<byte> rest, long arrived)
    {
        AcceptLine(rest, arrived);
        Finish(CallOutcome.Incomplete, "the stream ended without its final line", arrived);
    }

    private void ReadMessage(ref Utf8JsonReader reader, long arrived)
    {
        bool hasThinking = false,
            hasOutput = false;
        JsonText.EnterObject(ref reader);
        while (JsonText.NextProperty(ref reader))
        {
            var name = reader.ValueSpan;
            if (name.SequenceEqual("content"u8) && reader.Read())
            {
                hasOutput |= AppendText(ref reader);
            }
            else if (name.SequenceEqual("thinking"u8) && reader.Read())
            {
                hasThinking |= AppendThinking(ref reader);
            }
            else if (name.SequenceEqual("tool_calls"u8) && reader.Read())
            {
                hasOutput |= ReadToolCalls(ref reader);
            }

            reader.Skip();
        }
        if (hasThinking || hasOutput)
        {
            AddChunk(arrived, hasOutput);
        }
    }

    private bool ReadToolCalls(ref Utf8JsonReader reader)
    {
        int before = _toolCalls.Count;
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind is JsonValueKind.Array)
        {
            foreach (var call in document.RootElement.EnumerateArray())
            {
                if (call.TryGetProperty("function", out var function))
                {
                    _toolCalls.Add(
                        new ToolCall(
                            call.Text("id") ?? $"call_{_toolCalls.Count}",
                            function.Text("name") ?? "",
                            function.TryGetProperty("arguments", out var arguments) ? arguments.GetRawText() : "{}"
                        )
                    );
                }
            }
        }

        return _toolCalls.Count > before;
    }

    private void ReadError(ref Utf8JsonReader reader, long arrived)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.Null)
        {
            Finish(CallOutcome.ServerError, ErrorText.Of(JsonText.Raw(ref reader)), arrived);
        }
    }
}
