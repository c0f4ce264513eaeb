using System.Text;
using System.Text.Json;
using AgentLoad.Inference.Transport;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.OpenAI;

/// <summary>Parses the event stream of a <c>/v1/chat/completions</c> reply.</summary>
internal sealed class OpenAIReply(TimeProvider timeProvider) : Reply(timeProvider)
{
    private readonly EventLines _events = new();
    private readonly ToolCallParts _toolCalls = new();
    private OpenAIUsage _usage;
    private CallOutcome? _finished;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _events.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ToolCall> ToolCalls() => _toolCalls.Joined();

    /// <inheritdoc/>
    protected override void AcceptLine(ReadOnlySpan<byte> line, long arrived)
    {
        if (line is [(byte)'{', ..])
        {
            // A JSON response to a streaming request: a complete reply or an error.
            AcceptObject(line, arrived);
            return;
        }
        if (line.StartsWith("error:"u8))
        {
            // Some versions of llama-server send an error in a separate field.
            Fail(Encoding.UTF8.GetString(line["error:".Length..]), arrived);
            return;
        }
        var kind = _events.Accept(line);
        if (kind is EventLine.EventBeforeThis)
        {
            AcceptEvent(arrived);
            kind = _events.Accept(line);
        }
        if (kind is EventLine.Event)
        {
            AcceptEvent(arrived);
        }
    }

    /// <inheritdoc/>
    protected override void AcceptEnd(ReadOnlySpan<byte> rest, long arrived)
    {
        if (!rest.IsEmpty)
        {
            AcceptLine(rest, arrived);
        }

        if (!_events.Data.IsEmpty)
        {
            AcceptEvent(arrived);
        }

        Report = _usage.ToReport();
        if (_finished is { } outcome)
        {
            Finish(outcome, null, arrived);
        }
        else
        {
            Finish(CallOutcome.Incomplete, "the stream ended without a finish reason and without [DONE]", arrived);
        }
    }

    private void AcceptEvent(long arrived)
    {
        if (_events.Data.SequenceEqual("[DONE]"u8))
        {
            Report = _usage.ToReport();
            Finish(_finished ?? CallOutcome.Completed, null, arrived);
        }
        else
        {
            AcceptObject(_events.Data, arrived);
        }

        _events.Clear();
    }

    private void AcceptObject(ReadOnlySpan<byte> json, long arrived)
    {
        var reader = new Utf8JsonReader(json);
        JsonText.EnterObject(ref reader);
        while (JsonText.NextProperty(ref reader))
        {
            var name = reader.ValueSpan;
            if (name.SequenceEqual("choices"u8))
            {
                ReadChoices(ref reader, arrived);
            }
            else if (name.SequenceEqual("usage"u8))
            {
                _usage.ReadUsage(ref reader);
            }
            else if (name.SequenceEqual("timings"u8))
            {
                _usage.ReadTimings(ref reader);
            }
            else if (name.SequenceEqual("error"u8))
            {
                ReadError(ref reader, arrived);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadChoices(ref Utf8JsonReader reader, long arrived)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType is JsonTokenType.StartObject)
        {
            while (JsonText.NextProperty(ref reader))
            {
                var name = reader.ValueSpan;
                if (name.SequenceEqual("delta"u8) || name.SequenceEqual("message"u8))
                {
                    ReadDelta(ref reader, arrived);
                }
                else if (name.SequenceEqual("finish_reason"u8) && reader.Read())
                {
                    ReadFinish(ref reader);
                }

                reader.Skip();
            }
        }
    }

    private void ReadDelta(ref Utf8JsonReader reader, long arrived)
    {
        bool hasThinking = false,
            hasOutput = false;
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (JsonText.NextProperty(ref reader))
        {
            var name = reader.ValueSpan;
            if (name.SequenceEqual("content"u8) && reader.Read())
            {
                hasOutput |= AppendText(ref reader);
            }
            else if (!hasThinking && (name.SequenceEqual("reasoning_content"u8) || name.SequenceEqual("reasoning"u8)) && reader.Read())
            {
                hasThinking = AppendThinking(ref reader);
            }
            else if (name.SequenceEqual("tool_calls"u8) && reader.Read())
            {
                hasOutput |= _toolCalls.Read(ref reader);
            }

            reader.Skip();
        }
        if (hasThinking || hasOutput)
        {
            AddChunk(arrived, hasOutput);
        }
    }

    private void ReadFinish(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String)
        {
            _finished = reader.ValueTextEquals("length"u8) ? CallOutcome.LengthLimited : CallOutcome.Completed;
        }
    }

    private void ReadError(ref Utf8JsonReader reader, long arrived)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.Null)
        {
            Fail(JsonText.Raw(ref reader), arrived);
        }
    }

    private void Fail(string error, long arrived)
    {
        Report = _usage.ToReport();
        Finish(CallOutcome.ServerError, ErrorText.Of(error), arrived);
    }
}
