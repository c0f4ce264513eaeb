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
    private const string NothingButDone = "the stream ended with [DONE] without text, tool calls and finish reason";

    private readonly ReplyFraming _framing = new();
    private readonly ReplyContent _content = new();
    private readonly ChunkTimes _times = new(timeProvider);
    private (CallOutcome Outcome, string? Error)? _finish;

    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    /// <summary>HTTP status; null until the response arrives.</summary>
    public int? HttpStatus { get; set; }

    /// <summary>Pause that the server asks for before the next attempt; null if it asks for none.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>Outcome; null until the call has ended.</summary>
    public CallOutcome? Outcome { get; private set; }

    /// <summary>Error; null if there is none.</summary>
    public string? Error { get; private set; }

    /// <summary>Time at which the call ended.</summary>
    public long Ended { get; private set; }

    /// <summary>Model that the server named in the reply; null if it named none.</summary>
    public string? Model { get; protected set; }

    /// <summary>Sets the callback for each piece of text; null for none.</summary>
    public void AnnounceTo(Action<string>? onText) => _content.OnText = onText;

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
            Finish(CallOutcome.ServerError, $"the server sent invalid JSON: {Excerpt.Of(InvalidText(line))}", arrived);
        }
        return Outcome is null;
    }

    /// <summary>Processes the regular end of the body.</summary>
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
            Finish(CallOutcome.Incomplete, $"the reply ended in the middle of a line: {Excerpt.Of(InvalidText(rest))}", arrived);
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
            Text = _content.Text,
            Thinking = _content.Thinking,
            Model = Model,
            ToolCalls = _content.ToolCalls,
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
        _content.Dispose();
    }

    /// <summary>Reads one object of the reply. The reader points to the first token of the object; leave it at the last one.</summary>
    /// <exception cref="JsonException">The object is invalid.</exception>
    protected abstract void ReadObject(ref Utf8JsonReader reader, long arrived);

    /// <summary>Error of a reply without its end.</summary>
    protected abstract string MissingEnd { get; }

    /// <summary>Returns the token counts and durations received so far.</summary>
    protected abstract ServerReport Report();

    /// <summary>Adds a non-empty chunk.</summary>
    protected void AddChunk(long arrived, bool isOutput) => _times.Add(arrived, isOutput);

    /// <inheritdoc cref="ReplyContent.Read"/>
    protected (bool HasThinking, bool HasOutput) ReadContent(ref Utf8JsonReader reader) => _content.Read(ref reader);

    /// <inheritdoc cref="ReplyContent.ReadThinking"/>
    protected bool ReadThinking(ref Utf8JsonReader reader) => _content.ReadThinking(ref reader);

    protected bool ReadToolCalls(ref Utf8JsonReader reader, bool areWhole) => _content.ReadToolCalls(ref reader, areWhole);

    /// <summary>Reads the next value as the reason why the reply ended: a string, or an object with a "type".</summary>
    protected void ReadFinishReason(ref Utf8JsonReader reader)
    {
        string? reason = FinishReasons.Read(ref reader);
        if (FinishReasons.OutcomeOf(reason) is { } outcome)
        {
            _finish = (outcome, FinishReasons.ErrorOf(reason!));
        }
    }

    /// <summary>Reads the name of the model that answers; only the first name is kept.</summary>
    protected void ReadModel(ref Utf8JsonReader reader)
    {
        reader.Read();
        Model ??= JsonText.String(ref reader);
        reader.Skip();
    }

    /// <summary>Ends the call with the last finish reason; without one, with the given outcome.</summary>
    protected void FinishNormally(CallOutcome otherwise, string? error, long arrived)
    {
        var (outcome, reason) = _finish ?? (otherwise, error);
        Finish(outcome, reason, arrived);
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
            var (outcome, error) = _times.Chunks > 0 ? (CallOutcome.Completed, null) : (CallOutcome.Incomplete, NothingButDone);
            FinishNormally(outcome, error, arrived);
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
                continue;
            }

            reader.Skip();
        }
    }

    private void End(long arrived)
    {
        string other = _framing.OtherText;
        if (_finish is not null || _times.Chunks > 0 || other.Length == 0)
        {
            string also = other.Length == 0 ? "" : $"; it also contained {Excerpt.Of(other)}";
            FinishNormally(CallOutcome.Incomplete, MissingEnd + also, arrived);
        }
        else
        {
            Finish(CallOutcome.ServerError, $"the server did not send JSON: {Excerpt.Of(ErrorText.Of(other))}", arrived);
        }
    }

    private ReadOnlySpan<byte> InvalidText(ReadOnlySpan<byte> line) => _framing.Payload.IsEmpty ? line : _framing.Payload;
}
