using System.IO.Pipelines;
using AgentLoad.Simulation.Faults;
using AgentLoad.Simulation.Nodes;
using AgentLoad.Simulation.Replies;

namespace AgentLoad.Simulation.Http;

/// <summary>How a call over HTTP ended.</summary>
internal enum CallEnd
{
    Completed,

    /// <summary>The reply ended cleanly, but without its final line.</summary>
    Incomplete,

    /// <summary>The reply ended with an error line.</summary>
    Errored,

    /// <summary>The connection must be reset.</summary>
    Reset,

    /// <summary>The client disconnected.</summary>
    Cancelled,
}

/// <summary>
/// A call that is being written to its HTTP response. The pump writes chunks when they are due; the request handler awaits <see
/// cref="Done"/>.
/// </summary>
/// <param name="call">The call on the node.</param>
/// <param name="plan">The reply.</param>
/// <param name="fault">The fault to inject.</param>
/// <param name="lines">Writer of the reply's lines; null if the reply is not streamed.</param>
/// <param name="output">Body of the HTTP response.</param>
/// <param name="time">Clock for the timestamps of the lines.</param>
/// <param name="emitted">Called when a line is written, with the monotonic time in nanoseconds; null if not needed.</param>
internal sealed class LiveCall(
    NodeCall call,
    ReplyPlan plan,
    FaultPlan fault,
    ReplyWriter? lines,
    PipeWriter output,
    TimeProvider time,
    Action<long>? emitted
)
{
    public const string RunnerError = "an error was encountered while running the model: unexpected EOF";

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<CallEnd> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _faultAt = fault.Kind is FaultKind.None or FaultKind.Overload ? -1 : fault.At(plan.Chunks.Count);
    private Task? _flush;
    private bool _faulted;
    private int _delivered;
    private double _delayedUntil;

    public NodeCall Call => call;

    public ReplyPlan Plan => plan;

    /// <summary>Completes when the call ended, with the way it ended.</summary>
    public Task<CallEnd> Done => _done.Task;

    public bool IsEnded { get; private set; }

    /// <summary>Number of tokens produced at the pump's last update.</summary>
    public int Available { get; set; }

    /// <summary>True if all tokens were produced at the pump's last update.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Next time the call needs an update without a new token; infinity if never.</summary>
    public double WakeAt => IsEnded || _delayedUntil == 0 ? double.PositiveInfinity : _delayedUntil;

    /// <summary>Returns true if a line can be written now.</summary>
    public bool IsDue(double now) =>
        !IsEnded
        && _flush is null or { IsCompleted: true }
        && now >= _delayedUntil
        && (HasEnded || (_delivered < plan.Chunks.Count && plan.Chunks[_delivered].AtToken <= Available));

    /// <summary>Truncates the body of a reply that is not streamed, if the fault requires it.</summary>
    public string Corrupt(string body) => fault.Kind == FaultKind.Malformed ? body[..(body.Length / 2)] : body;

    /// <summary>Ends the call because the client disconnected; nothing more is written.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            End(CallEnd.Cancelled);
        }
    }

    /// <summary>Writes all lines that are due and flushes them together.</summary>
    /// <param name="now">Time of the node's clock in seconds.</param>
    /// <param name="wake">Wakes the pump when a slow reader has caught up.</param>
    public void Deliver(double now, Action wake)
    {
        lock (_gate)
        {
            if (IsEnded)
            {
                return;
            }

            _delayedUntil = 0;
            var (before, end) = (_delivered, Write(now));
            if (lines is not null && (_delivered > before || end is CallEnd.Completed or CallEnd.Errored))
            {
                Flush(wake);
            }

            if (end is { } known)
            {
                End(known);
            }
        }
    }

    private CallEnd? Write(double now)
    {
        while (_delivered < plan.Chunks.Count && plan.Chunks[_delivered].AtToken <= Available)
        {
            if (_delivered == _faultAt && !_faulted && Fail(now, out var end))
            {
                return end;
            }

            emitted?.Invoke(ReplyWriter.MonotonicNanoseconds());
            lines?.Chunk(output, plan.Chunks[_delivered], time.GetUtcNow());
            _delivered++;
        }

        if (!HasEnded || _delivered < plan.Chunks.Count)
        {
            return null;
        }

        if (_faultAt == _delivered && !_faulted && Fail(now, out var last))
        {
            return last;
        }

        if (plan.DoneReason is null)
        {
            return CallEnd.Incomplete;
        }

        lines?.Final(output, call, plan, time.GetUtcNow());
        return CallEnd.Completed;
    }

    // Returns true if the reply stops here, temporarily or finally.
    private bool Fail(double now, out CallEnd? end)
    {
        _faulted = true;
        end = fault.Kind switch
        {
            FaultKind.Error => CallEnd.Errored,
            FaultKind.Reset => CallEnd.Reset,
            FaultKind.Incomplete => CallEnd.Incomplete,
            _ => null,
        };
        if (fault.Kind == FaultKind.Malformed)
        {
            lines?.Malformed(output);
        }

        if (fault.Kind == FaultKind.Error)
        {
            lines?.Error(output, RunnerError);
        }

        if (fault.Kind is FaultKind.Stall or FaultKind.Slow)
        {
            _delayedUntil = now + fault.Seconds;
        }

        return fault.Kind != FaultKind.Malformed;
    }

    private void Flush(Action wake)
    {
        var pending = output.FlushAsync();
        _flush = pending.IsCompleted ? null : pending.AsTask().ContinueWith(_ => wake(), TaskScheduler.Default);
    }

    private void End(CallEnd end)
    {
        if (IsEnded)
        {
            return;
        }

        IsEnded = true;
        _done.TrySetResult(end);
    }
}
