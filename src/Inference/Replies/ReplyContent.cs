using System.Text;
using System.Text.Json;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Replies;

/// <summary>Text, reasoning and tool calls of a reply, accumulated as UTF-8 in pooled memory.</summary>
internal sealed class ReplyContent : IDisposable
{
    private readonly PooledBuffer _text = new();
    private readonly PooledBuffer _thinking = new();
    private readonly ToolCallAssembler _toolCalls = new();
    private int _announced;

    /// <summary>Text so far.</summary>
    public string Text => LooseText.Decode(_text.Written);

    /// <summary>Reasoning so far.</summary>
    public string Thinking => LooseText.Decode(_thinking.Written);

    /// <summary>Tool calls so far.</summary>
    public IReadOnlyList<ToolCall> ToolCalls => _toolCalls.Calls();

    /// <summary>Callback for each piece of text; null if not needed.</summary>
    public Action<string>? OnText { get; set; }

    /// <summary>
    /// Reads the next value into the text: a string, a content part, or an array of parts. Reasoning parts are added to the reasoning.
    /// </summary>
    public (bool HasThinking, bool HasOutput) Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return (false, AppendText(ref reader));
            case JsonTokenType.StartArray:
                bool hasThinking = false,
                    hasOutput = false;
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
                {
                    var (thinking, output) = ReadPart(ref reader);
                    (hasThinking, hasOutput) = (hasThinking | thinking, hasOutput | output);
                }

                return (hasThinking, hasOutput);
            default:
                return ReadPart(ref reader);
        }
    }

    /// <summary>Reads the next value into the reasoning. Returns false if it is empty or not a string.</summary>
    public bool ReadThinking(ref Utf8JsonReader reader)
    {
        reader.Read();
        bool isNew = JsonText.Append(ref reader, _thinking);
        reader.Skip();
        return isNew;
    }

    /// <summary>Reads the next value into the tool calls. Returns true if it contains a tool call.</summary>
    public bool ReadToolCalls(ref Utf8JsonReader reader, bool areWhole)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            return false;
        }

        using var document = JsonDocument.ParseValue(ref reader);
        return _toolCalls.Add(document.RootElement, areWhole);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _text.Dispose();
        _thinking.Dispose();
        _toolCalls.Dispose();
    }

    private (bool HasThinking, bool HasOutput) ReadPart(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String)
        {
            return (false, AppendText(ref reader));
        }

        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return (false, false);
        }

        bool hasThinking = false,
            hasOutput = false;
        while (JsonText.NextProperty(ref reader))
        {
            if (JsonText.Is(ref reader, "text"u8) || JsonText.Is(ref reader, "refusal"u8))
            {
                reader.Read();
                hasOutput |= AppendText(ref reader);
                reader.Skip();
            }
            else if (JsonText.Is(ref reader, "thinking"u8))
            {
                hasThinking |= ReadThinkingPart(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return (hasThinking, hasOutput);
    }

    // Mistral: {"type": "thinking", "thinking": [{"type": "text", "text": "…"}]}.
    private bool ReadThinkingPart(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            bool isNew = JsonText.Append(ref reader, _thinking);
            reader.Skip();
            return isNew;
        }

        using var document = JsonDocument.ParseValue(ref reader);
        string text = string.Concat(document.RootElement.EnumerateArray().Select(part => part.Text("text")));
        _thinking.Append(Encoding.UTF8.GetBytes(text));
        return text.Length > 0;
    }

    private bool AppendText(ref Utf8JsonReader reader)
    {
        bool isNew = JsonText.Append(ref reader, _text);
        if (isNew && OnText is { } onText)
        {
            // A character that is split over two pieces is announced with the second.
            int complete = _announced + LooseText.CompleteLength(_text.Written[_announced..]);
            if (complete > _announced)
            {
                onText(LooseText.Decode(_text.Written[_announced..complete]));
                _announced = complete;
            }
        }

        return isNew;
    }
}
