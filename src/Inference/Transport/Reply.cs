using System.Text.Json;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.Transport;

/// <summary>
/// Parses one reply while it arrives: contents, arrival times and outcome. Text is accumulated as UTF-8 in pooled memory, so that a line
/// causes no allocation.
/// </summary>
internal abstract class Reply(TimeProvider timeProvider) : IDisposable
{
    private readonly PooledBuffer _text = new();
    private readonly PooledBuffer _thinking = new();
    private readonly ChunkTimes _times = new(timeProvider);

    /// <summary>HTTP status; null until the response arrives.</summary>
    public int? HttpStatus { get; set; }

    /// <summary>Callback for each piece of text; null if not needed.</summary>
    public Action<string>? OnText { get; set; }

    /// <summary>Outcome; null until the call has ended.</summary>
    public CallOutcome? Outcome { get; private set; }

    /// <summary>Error; null if there is none.</summary>
    public string? Error { get; private set; }

    /// <summary>Time at which the call ended.</summary>
    public long End { get; private set; }

    /// <summary>Token counts and durations reported by the server.</summary>
    protected ServerReport Report { get; set; }

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
            Finish(CallOutcome.ServerError, $"the server sent invalid JSON: {Excerpt(line)}", arrived);
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
            AcceptEnd(rest, arrived);
        }
        catch (JsonException)
        {
            Finish(CallOutcome.Incomplete, $"the reply ended in the middle of a line: {Excerpt(rest)}", arrived);
        }
    }

    /// <summary>Ends the call. Only the first outcome is kept.</summary>
    public void Finish(CallOutcome outcome, string? error, long at)
    {
        if (Outcome is null)
        {
            (Outcome, Error, End) = (outcome, error, at);
        }
    }

    /// <summary>Returns the result of the call.</summary>
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
    /// <exception cref="JsonException">The line violates the API.</exception>
    protected abstract void AcceptLine(ReadOnlySpan<byte> line, long arrived);

    /// <inheritdoc cref="EndOfBody"/>
    /// <exception cref="JsonException">The rest violates the API.</exception>
    protected abstract void AcceptEnd(ReadOnlySpan<byte> rest, long arrived);

    /// <summary>Returns the tool calls requested by the model.</summary>
    protected abstract IReadOnlyList<ToolCall> ToolCalls();

    /// <summary>Adds a non-empty chunk.</summary>
    protected void AddChunk(long arrived, bool isOutput) => _times.Add(arrived, isOutput);

    /// <summary>Appends the current string to the text. Returns false if it is empty or not a string.</summary>
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

    /// <summary>Appends the current string to the reasoning. Returns false if it is empty or not a string.</summary>
    protected bool AppendThinking(ref Utf8JsonReader reader) => JsonText.Append(ref reader, _thinking);

    private static string Excerpt(ReadOnlySpan<byte> line) =>
        $"'{System.Text.Encoding.UTF8.GetString(line.Length > 120 ? line[..120] : line)}{(line.Length > 120 ? "…" : "")}'";
}
