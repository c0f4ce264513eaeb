namespace AgentLoad.Simulation.Nodes;

/// <summary>
/// Continuous batching of one loaded model, iteration by iteration. A call waits for a slot and for space in the KV cache, joins the batch
/// at the next iteration, has its prompt processed in chunks, and then gets one token per iteration. While the batch does not change, its
/// progress is computed in closed form, so the cost is a few events per call instead of one per token. Deterministic: time is an argument
/// (non-decreasing seconds), and every other member requires a previous call of <see cref="Advance"/> for that time.
/// </summary>
/// <remarks>
/// KV cache space for the whole length of a call is reserved at admission, so nothing is preempted. The iteration that completes the prompt
/// also produces the first token.
/// </remarks>
internal sealed class NodeEngine(NodeProfile profile)
{
    private readonly PrefixCache _cache = PrefixCache.Create(profile);
    private readonly LinkedList<NodeCall> _waiting = [];
    private readonly List<NodeCall> _prefilling = [];
    private readonly List<NodeCall> _decoding = [];
    private readonly List<(NodeCall Call, int Tokens)> _shares = [];
    private Segment? _segment;

    /// <summary>Time of the next change of the batch if nothing arrives; null while idle.</summary>
    public double? NextEvent => _segment?.End;

    /// <summary>Earliest time of the next token; null while idle.</summary>
    public double? NextToken =>
        _segment is null ? null
        : _decoding.Count > 0 ? _segment.EndOf(_segment.Committed + 1)
        : _segment.End;

    /// <summary>Number of calls that wait for a slot.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Number of calls in slots.</summary>
    public int Running => _prefilling.Count + _decoding.Count;

    /// <summary>Tokens reserved in the KV cache.</summary>
    public long KvReserved { get; private set; }

    /// <summary>True if there is no work.</summary>
    public bool IsIdle => _segment is null;

    /// <summary>Submits a call.</summary>
    /// <exception cref="ArgumentException">The call exceeds the KV cache, or has no prompt or output.</exception>
    public void Submit(double now, NodeCall call)
    {
        if (call.KvTokens > profile.KvCapacity || call.Prompt.Length == 0 || call.LoadOnly)
        {
            throw new ArgumentException(
                $"a call of {call.Prompt.Length} + {call.Output.Length} tokens does not fit a KV cache of {profile.KvCapacity}"
            );
        }

        call.Ready = now;
        _waiting.AddLast(call);
        if (_segment is null)
        {
            Plan(now);
        }
        else if (CanAdmit(_waiting.First!.Value))
        {
            _segment.Truncate();
        }
    }

    /// <summary>Cancels a call and frees its slot.</summary>
    public void Cancel(double now, NodeCall call)
    {
        switch (call.State)
        {
            case NodeCallState.Waiting when _waiting.Remove(call):
                break;
            case NodeCallState.Prefilling:
                _prefilling.Remove(call);
                Release(call);
                break;
            case NodeCallState.Decoding:
                _decoding.Remove(call);
                Release(call);
                break;
            default:
                return;
        }

        (call.State, call.Ended) = (NodeCallState.Cancelled, now);
        _segment?.Truncate();
    }

    /// <summary>Advances the engine to a time.</summary>
    public void Advance(double now)
    {
        while (_segment is { } current)
        {
            Commit(current, current.CompletedAt(now));
            if (current.Committed < current.Iterations)
            {
                return;
            }

            Finish(current.End);
            Plan(current.End);
        }
    }

    private bool CanAdmit(NodeCall call) => Running < profile.Slots && KvReserved + call.KvTokens <= profile.KvCapacity;

    private void Admit(double now)
    {
        while (_waiting.First is { Value: var call } && CanAdmit(call))
        {
            _waiting.RemoveFirst();
            KvReserved += call.KvTokens;
            call.CachedTokens = _cache.Admit(call);
            call.PrefillLeft = call.Prompt.Length - call.CachedTokens;
            (call.State, call.Admitted) = (NodeCallState.Prefilling, now);
            _prefilling.Add(call);
        }
    }

    private void Plan(double now)
    {
        _segment = null;
        Admit(now);
        if (Running == 0)
        {
            return;
        }

        var left = profile.PrefillChunk;
        _shares.Clear();
        foreach (var call in _prefilling)
        {
            var tokens = Math.Min(call.PrefillLeft, left);
            _shares.Add((call, tokens));
            left -= tokens;
            if (left == 0)
            {
                break;
            }
        }

        var iterations = _shares switch
        {
            [] => int.MaxValue,
            [var (call, tokens)] when left == 0 => call.PrefillLeft / tokens,
            _ => 1,
        };
        var kv = 0L;
        foreach (var call in _decoding)
        {
            iterations = Math.Min(iterations, call.Output.Length - call.Emitted);
            kv += call.Prompt.Length + call.Emitted;
        }

        var step = profile.StepSeconds(profile.PrefillChunk - left, _decoding.Count, kv);
        _segment = new Segment(now, step, profile.PerKvToken * _decoding.Count, iterations);
    }

    private void Commit(Segment current, int completed)
    {
        var count = completed - current.Committed;
        if (count == 0)
        {
            return;
        }

        current.Committed = completed;
        foreach (var call in _decoding)
        {
            call.Emitted += count;
        }

        foreach (var (call, tokens) in _shares)
        {
            call.PrefillLeft -= call.State == NodeCallState.Prefilling ? tokens * count : 0;
        }
    }

    private void Finish(double now)
    {
        foreach (var call in _decoding)
        {
            EndIfDone(call, now);
        }

        _decoding.RemoveAll(call => call.State == NodeCallState.Ended);
        foreach (var (call, _) in _shares)
        {
            if (call.State != NodeCallState.Prefilling || call.PrefillLeft > 0)
            {
                continue;
            }

            _prefilling.Remove(call);
            _cache.Prefilled(call);
            (call.State, call.FirstToken, call.Emitted) = (NodeCallState.Decoding, now, 1);
            EndIfDone(call, now);
            if (call.State == NodeCallState.Decoding)
            {
                _decoding.Add(call);
            }
        }
    }

    private void EndIfDone(NodeCall call, double now)
    {
        if (call.Emitted < call.Output.Length)
        {
            return;
        }

        (call.State, call.Ended) = (NodeCallState.Ended, now);
        Release(call);
    }

    private void Release(NodeCall call)
    {
        KvReserved -= call.KvTokens;
        _cache.Release(call);
    }
}
