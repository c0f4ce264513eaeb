using System.Text.Json;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.Transport;

/// <summary>
/// One reply as it comes in: what it says, when, and how it ended. Text gathers as UTF-8 in pooled memory, so that a line costs
/// no allocation.
/// </summary>
internal abstract class Reply(TimeProvider timeProvider) : IDisposable
{
    private readonly PooledBuffer _text = new();
    private readonly PooledBuffer _thinking = new();
    private readonly ChunkTimes _times = new(timeProvider);

    /// <summary>HTTP status, once there is one.</summary>
    public int? HttpStatus { get; set; }

    /// <summary>Told of each piece of text; null for no one.</summary>
    public Action<string>? OnText { get; set; }

    /// <summary>How the call ended, once it has.</summary>
    public CallOutcome? Outcome { get; private set; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; private set; }

    /// <summary>When it ended.</summary>
    public long End { get; private set; }

    /// <summary>Counts and durations that the server reported.</summary>
    protected ServerReport Report { get; set; }

    /// <summary>Takes in a line; false where nothing more is to come.</summary>
    /// <param name="line">A line of the body, without its end.</param>
    /// <param name="arrived">When its last bytes were there.</param>
    public bool Accept(ReadOnlySpan<byte> line, long arrived)
    {
        try
        {
            AcceptLine(line, arrived);
        }
        catch (JsonException)
        {
            Finish(CallOutcome.ServerError, $"the server sent what is not JSON: {Excerpt(line)}", arrived);
        }
        return Outcome is null;
    }

    /// <summary>The body ended cleanly: is the reply whole?</summary>
    /// <param name="rest">Bytes after the last line end.</param>
    /// <param name="arrived">When the end was seen.</param>
    public void EndOfBody(ReadOnlySpan<byte> rest, long arrived)
    {
        try
        {
            AcceptEnd(rest, arrived);
        }
        catch (JsonException)
        {
            Finish(CallOutcome.Incomplete, $"the reply ended in the middle of a line: {Excerpt(rest)}", arrived);
        }
    }

    /// <summary>Ends the call; only the first ending counts.</summary>
    public void Finish(CallOutcome outcome, string? error, long at)
    {
        if (Outcome is null)
        {
            (Outcome, Error, End) = (outcome, error, at);
        }
    }

    /// <summary>What is known of the call.</summary>
    public CallResult ToResult(EndpointAddress address, CallRequest request, long sent)
    {
        var outcome = Outcome ?? CallOutcome.Incomplete;
        var report = Report.OrEstimate(request, outcome, HttpStatus, _times.Chunks);
        return new CallResult
        {
            Endpoint = address.Name,
            Outcome = outcome,
            Sent = sent,
            End = End,
            FirstChunk = _times.First,
            FirstOutput = _times.FirstOutput,
            LastChunk = _times.Last,
            ChunkGaps = _times.Gaps(),
            Text = _text.ToString(),
            Thinking = _thinking.ToString(),
            ToolCalls = ToolCalls(),
            HttpStatus = HttpStatus,
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
    public virtual void Dispose()
    {
        _text.Dispose();
        _thinking.Dispose();
    }

    /// <inheritdoc cref="Accept"/>
    /// <exception cref="JsonException">The line is not what the API says.</exception>
    protected abstract void AcceptLine(ReadOnlySpan<byte> line, long arrived);

    /// <inheritdoc cref="EndOfBody"/>
    /// <exception cref="JsonException">The rest is not what the API says.</exception>
    protected abstract void AcceptEnd(ReadOnlySpan<byte> rest, long arrived);

    /// <summary>Tools that the model asked for.</summary>
    protected abstract IReadOnlyList<ToolCall> ToolCalls();

    /// <summary>A line held something new.</summary>
    protected void Chunk(long arrived, bool isOutput) => _times.Add(arrived, isOutput);

    /// <summary>Appends the string the reader stands on to the text; false where it is empty or no string.</summary>
    protected bool AppendText(ref Utf8JsonReader reader)
    {
        int before = _text.Length;
        bool isNew = JsonText.Append(ref reader, _text);
        if (isNew)
        {
            OnText?.Invoke(System.Text.Encoding.UTF8.GetString(_text.Written[before..]));
        }

        return isNew;
    }

    /// <summary>Appends the string the reader stands on to the reasoning; false where it is empty or no string.</summary>
    protected bool AppendThinking(ref Utf8JsonReader reader) => JsonText.Append(ref reader, _thinking);

    private static string Excerpt(ReadOnlySpan<byte> line) =>
        $"'{System.Text.Encoding.UTF8.GetString(line.Length > 120 ? line[..120] : line)}{(line.Length > 120 ? "…" : "")}'";
}
