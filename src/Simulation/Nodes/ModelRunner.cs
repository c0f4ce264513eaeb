namespace AgentLoad.Simulation.Nodes;

/// <summary>
/// One model on a node, which is unloaded, loading or loaded, with the calls that wait for its load and the engine that serves it.
/// </summary>
internal sealed class ModelRunner(NodeProfile profile)
{
    private readonly LinkedList<NodeCall> _pending = [];
    private double _keepAlive = profile.KeepAliveSeconds;
    private double? _readyAt;

    /// <summary>The engine of the model; null while it is unloaded or loading.</summary>
    public NodeEngine? Engine { get; private set; }

    /// <summary>Context in tokens with which the model is loaded.</summary>
    public int Context { get; private set; }

    /// <summary>Time at which an idle model is unloaded.</summary>
    public double ExpiresAt { get; private set; } = double.PositiveInfinity;

    /// <summary>Number of calls that wait for a load.</summary>
    public int Pending => _pending.Count;

    /// <summary>True if the model is loaded or loading, and so uses memory.</summary>
    public bool IsLoaded => Engine is not null || _readyAt is not null;

    /// <summary>True if the model is loaded and idle, so it can be evicted.</summary>
    public bool IsIdle => Engine is { IsIdle: true } && _pending.Count == 0;

    /// <summary>True if calls wait for a load that has not started and that the model itself does not block.</summary>
    public bool NeedsLoad => _pending.Count > 0 && _readyAt is null && Engine is not { IsIdle: false };

    /// <summary>Time of the next event.</summary>
    public double NextEvent =>
        _readyAt
        ?? (
            Engine is { NextEvent: { } next } ? next
            : IsIdle ? ExpiresAt
            : double.PositiveInfinity
        );

    /// <summary>Returns true if a call needs no load.</summary>
    public bool Serves(NodeCall call) => Engine is not null && _pending.Count == 0 && call.Context == Context;

    public void Submit(double now, NodeCall call)
    {
        if (Serves(call))
        {
            Start(now, call);
        }
        else
        {
            _pending.AddLast(call);
        }
    }

    public void Cancel(double now, NodeCall call)
    {
        if (_pending.Remove(call))
        {
            (call.State, call.Ended) = (NodeCallState.Cancelled, now);
        }
        else
        {
            Engine?.Cancel(now, call);
        }
    }

    public void BeginLoad(double now)
    {
        Context = _pending.First!.Value.Context;
        Engine = null;
        _readyAt = now + profile.LoadSeconds;
    }

    public void Unload() => Engine = null;

    /// <summary>Unloads the model when nothing is in flight.</summary>
    public void Expire(double now) => (_keepAlive, ExpiresAt) = (0, now);

    public void Advance(double now)
    {
        if (_readyAt <= now)
        {
            (_readyAt, Engine, ExpiresAt) = (null, new NodeEngine(profile), now + _keepAlive);
        }

        if (Engine is null)
        {
            return;
        }

        var worked = !Engine.IsIdle;
        Engine.Advance(now);
        while (_pending.First is { Value: var call } && call.Context == Context)
        {
            _pending.RemoveFirst();
            Start(now, call);
        }

        if (worked && Engine.IsIdle)
        {
            ExpiresAt = now + _keepAlive;
        }

        if (IsIdle && ExpiresAt <= now)
        {
            Engine = null;
        }
    }

    private void Start(double now, NodeCall call)
    {
        _keepAlive = call.KeepAlive;
        ExpiresAt = now + _keepAlive;
        if (!call.LoadOnly)
        {
            Engine!.Submit(now, call);
            return;
        }

        (call.Ready, call.Admitted, call.FirstToken, call.Ended, call.State) = (now, now, now, now, NodeCallState.Ended);
    }
}
