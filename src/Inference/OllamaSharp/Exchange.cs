using System.Text.Json;
using AgentLoad.Inference.Ollama;
using AgentLoad.Inference.Transport;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.OllamaSharp;

/// <summary>
/// One call to Ollama's API that another library makes: its bytes are read as they pass, so that the record is the native client's.
/// The library's request finds its exchange by the flow of execution.
/// </summary>
internal sealed class Exchange : IDisposable
{
    private static readonly AsyncLocal<Exchange?> Flow = new();

    private readonly CallRequest _request;
    private readonly TimeProvider _timeProvider;
    private readonly CancellationToken _givenUp;
    private readonly CancellationTokenSource _ending;
    private readonly CancellationTokenRegistration _registration;
    private readonly LineBuffer _lines = new();

    public Exchange(CallRequest request, TimeProvider timeProvider, CancellationToken givenUp)
    {
        (_request, _timeProvider, _givenUp) = (request, timeProvider, givenUp);
        _ending = new CancellationTokenSource(request.Deadline ?? Timeout.InfiniteTimeSpan, timeProvider);
        _registration = givenUp.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _ending);
        Reply = new OllamaReply(timeProvider);
        Sent = timeProvider.GetTimestamp();
    }

    /// <summary>The exchange of the call that is being made; null outside of one.</summary>
    public static Exchange? Current
    {
        get => Flow.Value;
        set => Flow.Value = value;
    }

    /// <summary>Cancelled when the agent gives up or the deadline passes.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Understands the lines.</summary>
    public Reply Reply { get; }

    /// <summary>When the request was handed to the connection.</summary>
    public long Sent { get; set; }

    /// <summary>True where nothing good is to come.</summary>
    public bool HasFailed => Reply.Outcome is { } outcome && !outcome.IsGood();

    /// <summary>Bytes of the body passed; none is its end.</summary>
    public void Pass(ReadOnlySpan<byte> bytes)
    {
        var arrived = _timeProvider.GetTimestamp();
        if (bytes.IsEmpty)
        {
            if (Reply.Outcome is null)
            {
                Reply.EndOfBody(_lines.Rest(), arrived);
            }

            return;
        }

        while (!bytes.IsEmpty && Reply.Outcome is null)
        {
            var free = _lines.Free().Span;
            var taken = Math.Min(free.Length, bytes.Length);
            bytes[..taken].CopyTo(free);
            bytes = bytes[taken..];
            _lines.Advance(taken);
            while (Reply.Outcome is null && _lines.TryReadLine(out var line))
            {
                Reply.Accept(line, arrived);
            }

            if (_lines.IsOverLimit)
            {
                Reply.Finish(CallOutcome.ServerError, $"the server sent a line of more than {LineBuffer.Limit} bytes", arrived);
            }
        }
    }

    /// <summary>The library says that the reply is over. It says so too, and nothing else, where the call was given up.</summary>
    public void EndOfStream()
    {
        if (Reply.Outcome is null)
        {
            Fail(
                _ending.IsCancellationRequested
                    ? new OperationCanceledException()
                    : new IOException("the stream ended without its final line")
            );
        }
    }

    /// <summary>The library threw; where the reply's own bytes already told the outcome, that counts.</summary>
    public void Fail(Exception exception)
    {
        var now = _timeProvider.GetTimestamp();
        if (_givenUp.IsCancellationRequested)
        {
            Reply.Finish(CallOutcome.Cancelled, null, now);
        }
        else if (_ending.IsCancellationRequested)
        {
            Reply.Finish(CallOutcome.TimedOut, $"not done within {_request.Deadline?.TotalSeconds:0.###} s", now);
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
                    ? $"the server sent what is not JSON: {exception.Message}"
                    : $"{exception.GetType().Name}: {exception.Message}",
                now
            );
        }
    }

    /// <summary>What is known of the call.</summary>
    public CallResult ToResult(EndpointAddress address) => Reply.ToResult(address, _request, Sent);

    public void Dispose()
    {
        _registration.Dispose();
        _ending.Dispose();
        _lines.Dispose();
        Reply.Dispose();
    }
}
