using System.IO.Pipelines;
using AgentLoad.Simulation.Faults;
using AgentLoad.Simulation.Nodes;
using AgentLoad.Simulation.Replies;

namespace AgentLoad.Simulation.Http;

/// <summary>How a call over HTTP ended.</summary>
internal enum CallEnd
{
    Completed,

    /// <summary>Cleanly, without its final line.</summary>
    Incomplete,

    /// <summary>With an error line.</summary>
    Errored,

    /// <summary>The connection is to be reset.</summary>
    Reset,

    /// <summary>The client went away.</summary>
    Cancelled,
}

/// <summary>A call on its way out over HTTP. The pump delivers what is due; the request's handler waits for <see cref="Done"/>.</summary>
/// <param name="call">The call on the node.</param>
/// <param name="plan">Its reply.</param>
/// <param name="fault">What goes wrong with it.</param>
/// <param name="lines">How its lines are written; null where the reply is not streamed.</param>
/// <param name="output">Where they go.</param>
/// <param name="time">The wall clock of the lines.</param>
/// <param name="emitted">Told when a line is written, in nanoseconds of the monotonic clock.</param>
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

    /// <summary>How the call ended.</summary>
    public Task<CallEnd> Done => _done.Task;

    public bool IsEnded { get; private set; }

    /// <summary>Tokens out by the pump's last look.</summary>
    public int Available { get; set; }

    /// <summary>All tokens were out by the pump's last look.</summary>
    public bool HasEnded { get; set; }

    /// <summary>When to look again though the node has nothing new; infinity for never.</summary>
    public double WakeAt => IsEnded || _delayedUntil == 0 ? double.PositiveInfinity : _delayedUntil;

    /// <summary>Something can be written now.</summary>
    public bool IsDue(double now) =>
        !IsEnded
        && _flush is null or { IsCompleted: true }
        && now >= _delayedUntil
        && (HasEnded || (_delivered < plan.Chunks.Count && plan.Chunks[_delivered].AtToken <= Available));

    /// <summary>Cuts the body of a reply that is not streamed short where the fault says so.</summary>
    public string Corrupt(string body) => fault.Kind == FaultKind.Malformed ? body[..(body.Length / 2)] : body;

    /// <summary>The client went away: nothing is written from here on.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            End(CallEnd.Cancelled);
        }
    }

    /// <summary>Writes what is due and hands it to the connection in one go.</summary>
    /// <param name="now">Seconds of the node's clock.</param>
    /// <param name="wake">Wakes the pump once a slow reader has caught up.</param>
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

    // True where the reply stops here, for now or for good.
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
