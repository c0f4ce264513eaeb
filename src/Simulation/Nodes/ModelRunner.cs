namespace AgentLoad.Simulation.Nodes;

/// <summary>One model on a node: cold, loading or loaded, with the calls that wait for that and the engine that serves the others.</summary>
internal sealed class ModelRunner(NodeProfile profile)
{
    private readonly LinkedList<NodeCall> _pending = [];
    private double _keepAlive = profile.KeepAliveSeconds;
    private double? _readyAt;

    /// <summary>Serves the model; null while it is cold or loading.</summary>
    public NodeEngine? Engine { get; private set; }

    /// <summary>Context in tokens it is loaded with.</summary>
    public int Context { get; private set; }

    /// <summary>When an idle model is unloaded.</summary>
    public double ExpiresAt { get; private set; } = double.PositiveInfinity;

    /// <summary>Calls that wait for a load.</summary>
    public int Pending => _pending.Count;

    /// <summary>Takes memory.</summary>
    public bool IsLoaded => Engine is not null || _readyAt is not null;

    /// <summary>Loaded with nothing to do: may make room for another.</summary>
    public bool IsIdle => Engine is { IsIdle: true } && _pending.Count == 0;

    /// <summary>Waits for a load that has not begun, and nothing stands in its own way.</summary>
    public bool NeedsLoad => _pending.Count > 0 && _readyAt is null && Engine is not { IsIdle: false };

    /// <summary>When something happens next.</summary>
    public double NextEvent =>
        _readyAt
        ?? (
            Engine is { NextEvent: { } next } ? next
            : IsIdle ? ExpiresAt
            : double.PositiveInfinity
        );

    /// <summary>True where a call can go on without a load.</summary>
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

    /// <summary>Unloads as soon as nothing is in flight.</summary>
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
