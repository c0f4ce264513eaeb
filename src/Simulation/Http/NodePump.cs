using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Simulation.Http;

/// <summary>
/// Runs a node in real time on a dedicated thread: it sleeps until the next token is due, then writes all lines that are due. A single
/// thread for all streams, instead of a timer per token, keeps many streams on time.
/// </summary>
internal sealed class NodePump : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Node _node;
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly AutoResetEvent _wake = new(false);
    private readonly ITimer? _timer;
    private readonly Thread _thread;
    private readonly List<LiveCall> _live = [];
    private readonly List<LiveCall> _due = [];
    private volatile bool _stopped;

    public NodePump(Node node, TimeProvider time)
    {
        (this._node, this._time, _origin) = (node, time, time.GetTimestamp());

        // With the system clock the thread itself waits, which is more precise than a timer; other clocks only have timers.
        if (time != TimeProvider.System)
        {
            _timer = time.CreateTimer(_ => _wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        _thread = new Thread(Run)
        {
            IsBackground = true,
            Name = "simulated node",
            Priority = ThreadPriority.AboveNormal,
        };
        _thread.Start();
    }

    public NodeStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return _node.Statistics;
            }
        }
    }

    public NodeLoad Load
    {
        get
        {
            lock (_gate)
            {
                _node.Advance(Now);
                return _node.Load;
            }
        }
    }

    /// <summary>True if no call is running.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _live.Count == 0;
            }
        }
    }

    private double Now => _time.GetElapsedTime(_origin).TotalSeconds;

    /// <summary>Returns the loaded models and the seconds until each is unloaded.</summary>
    public List<(string Model, int Context, double Left)> Loaded()
    {
        lock (_gate)
        {
            var now = Now;
            _node.Advance(now);
            return [.. _node.Loaded.Select(each => (each.Model, each.Context, each.ExpiresAt - now))];
        }
    }

    public void Unload(string model)
    {
        lock (_gate)
        {
            _node.Unload(Now, model);
        }
    }

    /// <summary>Submits a call; returns false if the node rejects it.</summary>
    public bool TrySubmit(LiveCall call)
    {
        lock (_gate)
        {
            if (!_node.TrySubmit(Now, call.Call))
            {
                return false;
            }

            _live.Add(call);
        }

        _wake.Set();
        return true;
    }

    /// <summary>Cancels a call after its client disconnected, and frees its slot.</summary>
    public void Cancel(LiveCall call)
    {
        call.Abandon();
        lock (_gate)
        {
            _node.Cancel(Now, call.Call);
        }

        _wake.Set();
    }

    public void Dispose()
    {
        _stopped = true;
        _wake.Set();
        _thread.Join();
        foreach (var call in _live)
        {
            call.Abandon();
        }

        _timer?.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        while (!_stopped)
        {
            var now = Advance();
            foreach (var call in _due)
            {
                call.Deliver(now, Wake);
            }

            WaitUntil(NextWakeTime());
        }
    }

    private double Advance()
    {
        lock (_gate)
        {
            var now = Now;
            _node.Advance(now);
            _due.Clear();
            foreach (var call in _live)
            {
                call.Available = call.Call.Emitted;
                if (!call.HasEnded && call.Call.State == NodeCallState.Ended)
                {
                    call.HasEnded = true;
                    _node.Count(call.Call);
                }

                if (call.IsDue(now))
                {
                    _due.Add(call);
                }
            }

            return now;
        }
    }

    private double NextWakeTime()
    {
        lock (_gate)
        {
            var now = Now;
            var next = Math.Min(_node.NextToken ?? double.PositiveInfinity, _node.NextEvent ?? double.PositiveInfinity);
            foreach (var call in _live)
            {
                // A fault may have ended the reply while its tokens are still being produced.
                if (call.IsEnded)
                {
                    _node.Cancel(now, call.Call);
                }
                else
                {
                    next = Math.Min(next, call.WakeAt);
                }
            }

            _live.RemoveAll(call => call.IsEnded);
            return next;
        }
    }

    private void WaitUntil(double instant)
    {
        var left = instant - Now;
        if (left <= 0)
        {
            return;
        }

        if (left > 3600)
        {
            _wake.WaitOne(TimeSpan.FromHours(1));
        }
        else if (_timer is null)
        {
            _wake.WaitOne((int)Math.Ceiling(left * 1000));
        }
        else if (_timer.Change(TimeSpan.FromSeconds(left), Timeout.InfiniteTimeSpan))
        {
            _wake.WaitOne();
        }
    }

    private void Wake()
    {
        if (!_stopped)
        {
            _wake.Set();
        }
    }
}
