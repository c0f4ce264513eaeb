using System.Text.Json;
using AgentLoad.Inference.Ollama;
using AgentLoad.Inference.Replies;
using AgentLoad.Inference.Transport;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.OllamaSharp;

/// <summary>
/// One call to the Ollama API made by another library. The response is parsed while the library reads it, so that the record is the same as
/// with the native client. The HTTP handler finds the exchange of a request through an <see cref="AsyncLocal{T}"/>.
/// </summary>
internal sealed class Exchange : IDisposable
{
    private static readonly AsyncLocal<Exchange?> Flow = new();

    private readonly TimeProvider _timeProvider;
    private readonly CancellationToken _callerToken;
    private readonly CancellationTokenSource _cancellation;
    private readonly CancellationTokenRegistration _registration;
    private readonly LineBuffer _lines = new();
    private readonly long _limit;
    private long _received;

    public Exchange(CallRequest request, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        (Request, _timeProvider, _callerToken) = (request, timeProvider, cancellationToken);
        _cancellation = new CancellationTokenSource(request.Deadline ?? Timeout.InfiniteTimeSpan, timeProvider);
        _registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _cancellation);
        _limit = ReplyLimit.Of(request);
        Reply = new OllamaReply(timeProvider);
        Sent = timeProvider.GetTimestamp();
    }

    /// <summary>The exchange of the current call; null outside of a call.</summary>
    public static Exchange? Current
    {
        get => Flow.Value;
        set => Flow.Value = value;
    }

    /// <summary>Cancelled if the caller cancels the call or the deadline expires.</summary>
    public CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>The call.</summary>
    public CallRequest Request { get; }

    /// <summary>Parser of the response lines.</summary>
    public Reply Reply { get; }

    /// <summary>Time at which the request was sent.</summary>
    public long Sent { get; set; }

    /// <summary>True if the call has failed.</summary>
    public bool HasFailed => Reply.Outcome is { } outcome && !outcome.IsGood();

    /// <summary>
    /// Processes bytes of the response body; an empty span is its end. Returns false if the library should not receive them, because the
    /// reply is larger than its limit.
    /// </summary>
    public bool Receive(ReadOnlySpan<byte> bytes)
    {
        var arrived = _timeProvider.GetTimestamp();
        if (bytes.IsEmpty)
        {
            if (Reply.Outcome is null)
            {
                Reply.EndOfBody(_lines.Rest(), arrived);
            }

            return true;
        }

        _received += bytes.Length;
        while (!bytes.IsEmpty && Reply.Outcome is null)
        {
            var free = _lines.GetFreeMemory().Span;
            var taken = Math.Min(free.Length, bytes.Length);
            bytes[..taken].CopyTo(free);
            bytes = bytes[taken..];
            _lines.Advance(taken);
            while (Reply.Outcome is null && _lines.TryReadLine(out var line))
            {
                Reply.Accept(line, arrived);
            }

            if (_lines.IsOverLimit || _received > _limit)
            {
                Reply.Finish(CallOutcome.ServerError, ReplyLimit.Error(_lines.IsOverLimit, _limit), arrived);
                return false;
            }
        }

        return _received <= _limit;
    }

    /// <summary>
    /// Ends the call when the library reports the end of the reply. Some libraries also end the stream silently after cancellation.
    /// </summary>
    public void EndOfStream()
    {
        if (Reply.Outcome is null)
        {
            Fail(
                _cancellation.IsCancellationRequested
                    ? new OperationCanceledException()
                    : new IOException("the stream ended without its final line")
            );
        }
    }

    /// <summary>
    /// Ends the call after an exception of the library. An outcome already determined from the response takes precedence.
    /// </summary>
    public void Fail(Exception exception)
    {
        var now = _timeProvider.GetTimestamp();
        if (_callerToken.IsCancellationRequested)
        {
            Reply.Finish(CallOutcome.Cancelled, null, now);
        }
        else if (_cancellation.IsCancellationRequested)
        {
            Reply.Finish(CallOutcome.TimedOut, $"timed out after {Request.Deadline?.TotalSeconds:0.###} s", now);
        }
        else if (exception is HttpRequestException or IOException or ObjectDisposedException)
        {
            var failure = Failure.Of(exception);
            Reply.Finish(failure.Outcome, failure.Reason, now);
        }
        else
        {
            Reply.Finish(
                CallOutcome.ServerError,
                exception is JsonException
                    ? $"the server sent invalid JSON: {exception.Message}"
                    : $"{exception.GetType().Name}: {exception.Message}",
                now
            );
        }
    }

    /// <summary>Returns the result of the call.</summary>
    public CallResult ToResult(EndpointAddress address) => Reply.ToResult(address, Request, Sent);

    public void Dispose()
    {
        _registration.Dispose();
        _cancellation.Dispose();
        _lines.Dispose();
        Reply.Dispose();
    }
}
