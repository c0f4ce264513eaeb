namespace AgentLoad.Simulation.Nodes;

/// <summary>
/// A GPU node with its models, scheduled as in Ollama: a call for a model that is not loaded, or is loaded with another context, waits for
/// a load; the node rejects calls only while too many wait for one. Deterministic: time is an argument, in non-decreasing seconds.
/// </summary>
/// <remarks>
/// Concurrently loaded models do not slow each other down. A load waits for work in flight on the model that it replaces.
/// </remarks>
internal sealed class Node(NodeProfile profile)
{
    private readonly NodeProfile _profile = profile.Validated();
    private readonly Dictionary<string, ModelRunner> _runners = [];
    private NodeStatistics _statistics;

    /// <summary>Statistics since the start.</summary>
    public NodeStatistics Statistics => _statistics;

    /// <summary>The current load.</summary>
    public NodeLoad Load =>
        new(
            _runners.Values.Sum(runner => runner.Engine?.Running ?? 0),
            _runners.Values.Sum(runner => runner.Pending + (runner.Engine?.Waiting ?? 0)),
            _runners.Values.Select(runner => (double)(runner.Engine?.KvReserved ?? 0) / _profile.KvCapacity).DefaultIfEmpty().Max()
        );

    /// <summary>Time of the next event; null if none.</summary>
    public double? NextEvent => Finite(_runners.Values.Min(runner => (double?)runner.NextEvent));

    /// <summary>Earliest time of the next token or of the end of a load; null if none.</summary>
    public double? NextToken => Finite(_runners.Values.Min(runner => (double?)(runner.Engine?.NextToken ?? runner.NextEvent)));

    /// <summary>The loaded models with their context and the time at which they are unloaded if no further call arrives.</summary>
    public IEnumerable<(string Model, int Context, double ExpiresAt)> Loaded =>
        _runners.Where(pair => pair.Value.Engine is not null).Select(pair => (pair.Key, pair.Value.Context, pair.Value.ExpiresAt));

    /// <summary>Submits a call; returns false if too many calls already wait for a load.</summary>
    public bool TrySubmit(double now, NodeCall call)
    {
        Advance(now);
        if (!_runners.TryGetValue(call.Model, out var runner))
        {
            _runners[call.Model] = runner = new ModelRunner(_profile);
        }

        if (!runner.Serves(call) && _runners.Values.Sum(each => each.Pending) > _profile.QueueLimit)
        {
            _statistics = _statistics with { Overloaded = _statistics.Overloaded + 1 };
            return false;
        }

        call.Arrived = now;
        if (!call.LoadOnly)
        {
            _statistics = _statistics with { Calls = _statistics.Calls + 1, PromptTokens = _statistics.PromptTokens + call.Prompt.Length };
        }

        runner.Submit(now, call);
        LoadPendingModels(now);
        RecordPeaks();
        return true;
    }

    /// <summary>Cancels a call.</summary>
    public void Cancel(double now, NodeCall call)
    {
        Advance(now);
        if (call.State is NodeCallState.Ended or NodeCallState.Cancelled)
        {
            return;
        }

        _runners[call.Model].Cancel(now, call);
        if (!call.LoadOnly)
        {
            _statistics = _statistics with { Cancelled = _statistics.Cancelled + 1 };
        }

        LoadPendingModels(now);
    }

    /// <summary>Unloads a model when nothing is in flight on it.</summary>
    public void Unload(double now, string model)
    {
        Advance(now);
        if (_runners.TryGetValue(model, out var runner))
        {
            runner.Expire(now);
        }

        Advance(now);
    }

    /// <summary>Advances the node to a time.</summary>
    public void Advance(double now)
    {
        while (NextEvent is { } next && next <= now)
        {
            Step(next);
        }

        foreach (var runner in _runners.Values)
        {
            runner.Engine?.Advance(now);
        }
    }

    /// <summary>Counts a call that has produced all its tokens.</summary>
    public void Count(NodeCall call)
    {
        if (!call.LoadOnly)
        {
            _statistics = _statistics with
            {
                Ended = _statistics.Ended + 1,
                CachedTokens = _statistics.CachedTokens + call.CachedTokens,
                CompletionTokens = _statistics.CompletionTokens + call.Output.Length,
            };
        }
    }

    private static double? Finite(double? instant) => instant is { } value && double.IsFinite(value) ? value : null;

    private void Step(double now)
    {
        foreach (var runner in _runners.Values)
        {
            runner.Advance(now);
        }

        LoadPendingModels(now);
        RecordPeaks();
    }

    private void LoadPendingModels(double now)
    {
        foreach (var runner in _runners.Values)
        {
            if (!runner.NeedsLoad)
            {
                continue;
            }

            if (!runner.IsLoaded && !MakeRoom())
            {
                continue;
            }

            runner.BeginLoad(now);
            _statistics = _statistics with { Loads = _statistics.Loads + 1 };
        }
    }

    private bool MakeRoom()
    {
        if (_runners.Values.Count(runner => runner.IsLoaded) < _profile.MaxLoaded)
        {
            return true;
        }

        if (_runners.Values.Where(runner => runner.IsIdle).MinBy(runner => runner.ExpiresAt) is not { } idle)
        {
            return false;
        }

        idle.Unload();
        return true;
    }

    private void RecordPeaks()
    {
        var load = Load;
        _statistics = _statistics with
        {
            PeakRunning = Math.Max(_statistics.PeakRunning, load.Running),
            PeakWaiting = Math.Max(_statistics.PeakWaiting, load.Waiting),
        };
    }
}
