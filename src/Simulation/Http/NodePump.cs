using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Simulation.Http;

/// <summary>
/// Runs a node in real time on one thread of its own: it sleeps until the next token can be out, then writes every line that is due. One thread
/// for all streams, and not a timer for each token, keeps the lines on time when there are many.
/// </summary>
internal sealed class NodePump : IDisposable
{
    private readonly Lock gate = new();
    private readonly Node node;
    private readonly TimeProvider time;
    private readonly long origin;
    private readonly AutoResetEvent wake = new(false);
    private readonly ITimer? timer;
    private readonly Thread thread;
    private readonly List<LiveCall> live = [];
    private readonly List<LiveCall> due = [];
    private volatile bool stopped;

    public NodePump(Node node, TimeProvider time)
    {
        (this.node, this.time, origin) = (node, time, time.GetTimestamp());

        // The system's clock is waited for on the thread itself, which is more exact than a timer; any other clock has only timers.
        if (time != TimeProvider.System) timer = time.CreateTimer(_ => wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        thread = new Thread(Run) { IsBackground = true, Name = "simulated node", Priority = ThreadPriority.AboveNormal };
        thread.Start();
    }

    public NodeStatistics Statistics
    {
        get
        {
            lock (gate) return node.Statistics;
        }
    }

    public NodeLoad Load
    {
        get
        {
            lock (gate)
            {
                node.Advance(Now);
                return node.Load;
            }
        }
    }

    /// <summary>True where no call is under way.</summary>
    public bool IsIdle
    {
        get
        {
            lock (gate) return live.Count == 0;
        }
    }

    private double Now => time.GetElapsedTime(origin).TotalSeconds;

    /// <summary>Models loaded now, and in how many seconds each is unloaded.</summary>
    public List<(string Model, int Context, double Left)> Loaded()
    {
        lock (gate)
        {
            var now = Now;
            node.Advance(now);
            return [.. node.Loaded.Select(each => (each.Model, each.Context, each.ExpiresAt - now))];
        }
    }

    public void Unload(string model)
    {
        lock (gate) node.Unload(Now, model);
    }

    /// <summary>Takes a call; false where the node turns it away.</summary>
    public bool TrySubmit(LiveCall call)
    {
        lock (gate)
        {
            if (!node.TrySubmit(Now, call.Call)) return false;
            live.Add(call);
        }

        wake.Set();
        return true;
    }

    /// <summary>The client went away: its slot is free at once.</summary>
    public void Cancel(LiveCall call)
    {
        call.Abandon();
        lock (gate) node.Cancel(Now, call.Call);
        wake.Set();
    }

    public void Dispose()
    {
        stopped = true;
        wake.Set();
        thread.Join();
        foreach (var call in live) call.Abandon();
        timer?.Dispose();
        wake.Dispose();
    }

    private void Run()
    {
        while (!stopped)
        {
            var now = Look();
            foreach (var call in due) call.Deliver(now, Wake);
            WaitUntil(NextLook());
        }
    }

    private double Look()
    {
        lock (gate)
        {
            var now = Now;
            node.Advance(now);
            due.Clear();
            foreach (var call in live)
            {
                call.Available = call.Call.Emitted;
                if (!call.HasEnded && call.Call.State == NodeCallState.Ended)
                {
                    call.HasEnded = true;
                    node.Count(call.Call);
                }

                if (call.IsDue(now)) due.Add(call);
            }

            return now;
        }
    }

    private double NextLook()
    {
        lock (gate)
        {
            var now = Now;
            var next = Math.Min(node.NextToken ?? double.PositiveInfinity, node.NextEvent ?? double.PositiveInfinity);
            foreach (var call in live)
            {
                // A fault may have ended the reply while its tokens are still being produced.
                if (call.IsOver) node.Cancel(now, call.Call);
                else next = Math.Min(next, call.WakeAt);
            }

            live.RemoveAll(call => call.IsOver);
            return next;
        }
    }

    private void WaitUntil(double instant)
    {
        var left = instant - Now;
        if (left <= 0) return;
        if (left > 3600) wake.WaitOne(TimeSpan.FromHours(1));
        else if (timer is null) wake.WaitOne((int)Math.Ceiling(left * 1000));
        else if (timer.Change(TimeSpan.FromSeconds(left), Timeout.InfiniteTimeSpan)) wake.WaitOne();
    }

    private void Wake()
    {
        if (!stopped) wake.Set();
    }
}
