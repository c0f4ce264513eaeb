namespace AgentLoad.Simulation.Nodes;

/// <summary>
/// A GPU node with its models, as Ollama schedules them: a call for a model that is not loaded, or loaded with another context, waits for a
/// load; the node turns calls away only while too many wait for one. Pure: time comes in as an argument, in seconds that never go back.
/// </summary>
/// <remarks>Models loaded together do not slow each other down; a load waits for work in flight on what it replaces.</remarks>
public sealed class Node(NodeProfile profile)
{
    private readonly NodeProfile _profile = profile.Validated();
    private readonly Dictionary<string, ModelRunner> _runners = [];
    private NodeStatistics _statistics;

    /// <summary>What it has done so far.</summary>
    public NodeStatistics Statistics => _statistics;

    /// <summary>What it has under way.</summary>
    public NodeLoad Load =>
        new(
            _runners.Values.Sum(runner => runner.Engine?.Running ?? 0),
            _runners.Values.Sum(runner => runner.Pending + (runner.Engine?.Waiting ?? 0)),
            _runners.Values.Select(runner => (double)(runner.Engine?.KvReserved ?? 0) / _profile.KvCapacity).DefaultIfEmpty().Max()
        );

    /// <summary>When something happens next; null for never.</summary>
    public double? NextEvent => Finite(_runners.Values.Min(runner => (double?)runner.NextEvent));

    /// <summary>When a token can come out next, or a load ends; null for never.</summary>
    public double? NextToken => Finite(_runners.Values.Min(runner => (double?)(runner.Engine?.NextToken ?? runner.NextEvent)));

    /// <summary>Models loaded now, with their context and when they are unloaded if nothing more comes.</summary>
    public IEnumerable<(string Model, int Context, double ExpiresAt)> Loaded =>
        _runners.Where(pair => pair.Value.Engine is not null).Select(pair => (pair.Key, pair.Value.Context, pair.Value.ExpiresAt));

    /// <summary>Takes a call; false where too many wait for a load already.</summary>
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
        _statistics = _statistics with { Calls = _statistics.Calls + 1, PromptTokens = _statistics.PromptTokens + call.Prompt.Length };
        runner.Submit(now, call);
        LoadPendingModels(now);
        RecordPeaks();
        return true;
    }

    /// <summary>Gives up a call.</summary>
    public void Cancel(double now, NodeCall call)
    {
        Advance(now);
        if (call.State is NodeCallState.Ended or NodeCallState.Cancelled)
        {
            return;
        }

        _runners[call.Model].Cancel(now, call);
        _statistics = _statistics with { Cancelled = _statistics.Cancelled + 1 };
        LoadPendingModels(now);
    }

    /// <summary>Unloads a model as soon as nothing is in flight on it.</summary>
    public void Unload(double now, string model)
    {
        Advance(now);
        if (_runners.TryGetValue(model, out var runner))
        {
            runner.Expire(now);
        }

        Advance(now);
    }

    /// <summary>Brings everything up to an instant.</summary>
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

    /// <summary>The call got all its tokens: counts it.</summary>
    public void Count(NodeCall call) =>
        _statistics = _statistics with
        {
            Ended = _statistics.Ended + 1,
            CachedTokens = _statistics.CachedTokens + call.CachedTokens,
            CompletionTokens = _statistics.CompletionTokens + call.Output.Length,
        };

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
