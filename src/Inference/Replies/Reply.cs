using System.Text;
using System.Text.Json;
using AgentLoad.Inference.Transport;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.Replies;

/// <summary>
/// Parses one reply while it arrives: contents, arrival times and outcome. Text is accumulated as UTF-8 in pooled memory, so that a line
/// causes no allocation.
/// </summary>
internal abstract class Reply(TimeProvider timeProvider) : IDisposable
{
    private const int MaxExcerpt = 120;

    private readonly ReplyFraming _framing = new();
    private readonly ToolCallAssembler _toolCalls = new();
    private readonly PooledBuffer _text = new();
    private readonly PooledBuffer _thinking = new();
    private readonly ChunkTimes _times = new(timeProvider);
    private int _announced;
    private (CallOutcome Outcome, string? Error)? _finish;

    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    /// <summary>HTTP status; null until the response arrives.</summary>
    public int? HttpStatus { get; set; }

    /// <summary>Pause that the server asks for before the next attempt; null if it asks for none.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>Callback for each piece of text; null if not needed.</summary>
    public Action<string>? OnText { get; set; }

    /// <summary>Outcome; null until the call has ended.</summary>
    public CallOutcome? Outcome { get; private set; }

    /// <summary>Error; null if there is none.</summary>
    public string? Error { get; private set; }

    /// <summary>Time at which the call ended.</summary>
    public long Ended { get; private set; }

    /// <summary>Model that the server named in the reply; null if it named none.</summary>
    public string? Model { get; protected set; }

    /// <summary>Processes a line. Returns false if the call has ended.</summary>
    /// <param name="line">A line of the body without its line ending.</param>
    /// <param name="arrived">Time at which the last bytes of the line arrived.</param>
    public bool Accept(ReadOnlySpan<byte> line, long arrived)
    {
        try
        {
            AcceptLine(line, arrived);
        }
        catch (JsonException)
        {
            Finish(CallOutcome.ServerError, $"the server sent invalid JSON: {Excerpt(InvalidText(line))}", arrived);
        }
        return Outcome is null;
    }

    /// <summary>Processes the regular end of the body.</summary>
    /// <param name="rest">Bytes after the last line ending.</param>
    /// <param name="arrived">Time at which the end arrived.</param>
    public void EndOfBody(ReadOnlySpan<byte> rest, long arrived)
    {
        try
        {
            if (!rest.IsEmpty)
            {
                AcceptLine(rest, arrived);
            }

            AcceptPayload(_framing.Payload, arrived);
        }
        catch (JsonException)
        {
            Finish(CallOutcome.Incomplete, $"the reply ended in the middle of a line: {Excerpt(InvalidText(rest))}", arrived);
        }

        if (Outcome is null)
        {
            End(arrived);
        }
    }

    /// <summary>Ends the call. Only the first outcome is kept.</summary>
    public void Finish(CallOutcome outcome, string? error, long at)
    {
        if (Outcome is null)
        {
            (Outcome, Error, Ended) = (outcome, error, at);
        }
    }

    /// <summary>Returns the result of the call.</summary>
    public CallResult ToResult(EndpointAddress address, CallRequest request, long sent)
    {
        var outcome = Outcome ?? CallOutcome.Incomplete;
        var report = Report().OrEstimate(request, outcome, HttpStatus, _times.Chunks);
        return new CallResult
        {
            Endpoint = address.Name,
            Outcome = outcome,
            Sent = sent,
            End = Ended,
            FirstChunk = _times.First,
            FirstOutput = _times.FirstOutput,
            LastChunk = _times.Last,
            ChunkGaps = _times.Gaps(),
            Text = LooseText.Decode(_text.Written),
            Thinking = LooseText.Decode(_thinking.Written),
            Model = Model,
            ToolCalls = _toolCalls.Calls(),
            HttpStatus = HttpStatus,
            RetryAfter = RetryAfter,
            Error = Error is null ? null : address.Clean(Error),
            PromptTokens = report.PromptTokens,
            CachedTokens = report.CachedTokens,
            CompletionTokens = report.CompletionTokens,
            ReasoningTokens = report.ReasoningTokens,
            Provenance = report.Provenance,
            ServerQueue = report.Queue,
            ServerLoad = report.Load,
            ServerPrefill = report.Prefill,
            ServerDecode = report.Decode,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _framing.Dispose();
        _toolCalls.Dispose();
        _text.Dispose();
        _thinking.Dispose();
    }

    /// <summary>Reads one object of the reply. The reader is at its start and must be left at its end.</summary>
    /// <exception cref="JsonException">The object is invalid.</exception>
    protected abstract void ReadObject(ref Utf8JsonReader reader, long arrived);

    /// <summary>Error of a reply without its end.</summary>
    protected abstract string MissingEnd { get; }

    /// <summary>Returns the token counts and durations received so far.</summary>
    protected abstract ServerReport Report();

    /// <summary>Adds a non-empty chunk.</summary>
    protected void AddChunk(long arrived, bool isOutput) => _times.Add(arrived, isOutput);

    /// <summary>
    /// Reads the next value into the text: a string, a content part, or an array of parts. Reasoning parts are added to the reasoning.
    /// </summary>
    protected (bool HasThinking, bool HasOutput) ReadContent(ref Utf8JsonReader reader)
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
    protected bool ReadThinking(ref Utf8JsonReader reader)
    {
        reader.Read();
        bool isNew = JsonText.Append(ref reader, _thinking);
        reader.Skip();
        return isNew;
    }

    /// <summary>Reads the next value into the tool calls. Returns true if it contains a tool call.</summary>
    protected bool ReadToolCalls(ref Utf8JsonReader reader, bool areWhole)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            return false;
        }

        using var document = JsonDocument.ParseValue(ref reader);
        return _toolCalls.Add(document.RootElement, areWhole);
    }

    /// <summary>Reads the next value as the reason why the reply ended: a string, or an object with a "type".</summary>
    protected void ReadFinishReason(ref Utf8JsonReader reader)
    {
        reader.Read();
        string? reason;
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            reason = document.RootElement.Text("type") ?? document.RootElement.Text("reason");
        }
        else
        {
            reason = JsonText.String(ref reader);
            reader.Skip();
        }

        if (FinishReasons.OutcomeOf(reason) is { } outcome)
        {
            _finish = (outcome, FinishReasons.ErrorOf(reason!));
        }
    }

    /// <summary>Reads the name of the model that answers; only the first name is kept.</summary>
    protected void ReadModel(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (Model is null)
        {
            Model = JsonText.String(ref reader);
        }

        reader.Skip();
    }

    /// <summary>Ends the call with the last finish reason; without one, with the given outcome.</summary>
    protected void FinishNormally(CallOutcome otherwise, string? error, long arrived)
    {
        var (outcome, reason) = _finish ?? (otherwise, error);
        Finish(outcome, reason, arrived);
    }

    /// <summary>Skips the current property. Returns true if it may report an error; see <see cref="FindError"/>.</summary>
    protected static bool SkipUnlessError(ref Utf8JsonReader reader)
    {
        bool isKind = JsonText.Is(ref reader, "object"u8) || JsonText.Is(ref reader, "type"u8) || JsonText.Is(ref reader, "status"u8);
        bool isError =
            JsonText.Is(ref reader, "error"u8)
            || JsonText.Is(ref reader, "errors"u8)
            || JsonText.Is(ref reader, "message"u8)
            || JsonText.Is(ref reader, "msg"u8)
            || JsonText.Is(ref reader, "detail"u8)
            || JsonText.Is(ref reader, "details"u8)
            || JsonText.Is(ref reader, "success"u8)
            || JsonText.Is(ref reader, "reason"u8)
            || JsonText.Is(ref reader, "error_description"u8);
        reader.Read();
        isError = isKind
            ? reader.TokenType is JsonTokenType.String && JsonText.Is(ref reader, "error"u8)
            : isError && reader.TokenType is not JsonTokenType.Null;
        reader.Skip();
        return isError;
    }

    /// <summary>Ends the call if the object at the reader reports an error.</summary>
    /// <param name="reader">A reader at the start of the object.</param>
    /// <param name="isReply">True if the object contains a part of a reply.</param>
    /// <param name="arrived">Time at which the object arrived.</param>
    protected void FindError(Utf8JsonReader reader, bool isReply, long arrived)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (ErrorText.Find(document.RootElement, isReply) is { } error)
        {
            Finish(CallOutcome.ServerError, error, arrived);
        }
    }

    private void AcceptLine(ReadOnlySpan<byte> line, long arrived)
    {
        var kind = _framing.Accept(line);
        if (kind is FramedLine.PayloadBeforeThis)
        {
            AcceptFramed(arrived);
            kind = _framing.Accept(line);
        }

        if (kind is FramedLine.Payload)
        {
            AcceptFramed(arrived);
        }
        else if (kind is FramedLine.Line)
        {
            AcceptPayload(line, arrived);
            _framing.Clear();
        }
    }

    private void AcceptFramed(long arrived)
    {
        AcceptPayload(_framing.Payload, arrived);
        _framing.Clear();
    }

    private void AcceptPayload(ReadOnlySpan<byte> payload, long arrived)
    {
        payload = payload.TrimStart("\uFEFF"u8).Trim(Blanks);
        if (payload.IsEmpty || _framing.Kind is PayloadKind.Ping || Outcome is not null)
        {
            return;
        }

        if (_framing.Kind is PayloadKind.Error)
        {
            Finish(CallOutcome.ServerError, ErrorText.Of(LooseText.Decode(payload)), arrived);
        }
        else if (ReplyFraming.IsDone(payload))
        {
            bool isEmpty = _times.Chunks == 0;
            FinishNormally(
                isEmpty ? CallOutcome.Incomplete : CallOutcome.Completed,
                isEmpty ? "the stream ended with [DONE] without text, tool calls and finish reason" : null,
                arrived
            );
        }
        else if (payload[0] is (byte)'{' or (byte)'[')
        {
            using var repaired = JsonRepair.WithoutNonNumbers(payload);
            ReadObjects(repaired is null ? payload : repaired.Written, arrived);
        }
        else if (!payload.SequenceEqual("null"u8))
        {
            _framing.AddOtherText(payload);
        }
    }

    // Usually one object; some servers send an array, or several objects in one line.
    private void ReadObjects(ReadOnlySpan<byte> json, long arrived)
    {
        while (!json.IsEmpty && Outcome is null)
        {
            var reader = new Utf8JsonReader(json, JsonText.Options);
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject)
            {
                ReadObject(ref reader, arrived);
            }
            else if (reader.TokenType is JsonTokenType.StartArray)
            {
                ReadArray(ref reader, arrived);
            }

            json = json[(int)reader.BytesConsumed..].TrimStart(Blanks);
            if (json is [not ((byte)'{' or (byte)'['), ..])
            {
                _framing.AddOtherText(json);
                return;
            }
        }
    }

    private void ReadArray(ref Utf8JsonReader reader, long arrived)
    {
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.StartObject)
            {
                ReadObject(ref reader, arrived);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void End(long arrived)
    {
        string other = _framing.OtherText;
        if (_finish is not null || _times.Chunks > 0 || other.Length == 0)
        {
            string also = other.Length == 0 ? "" : $"; it also contained {Excerpt(other)}";
            FinishNormally(CallOutcome.Incomplete, MissingEnd + also, arrived);
        }
        else
        {
            Finish(CallOutcome.ServerError, $"the server did not send JSON: {Excerpt(ErrorText.Of(other))}", arrived);
        }
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

    private ReadOnlySpan<byte> InvalidText(ReadOnlySpan<byte> line) => _framing.Payload.IsEmpty ? line : _framing.Payload;

    private static string Excerpt(ReadOnlySpan<byte> text) => Excerpt(LooseText.Decode(text[..Math.Min(text.Length, 4 * MaxExcerpt)]));

    private static string Excerpt(string text) => text.Length > MaxExcerpt ? $"'{text[..MaxExcerpt]}…'" : $"'{text}'";
}
