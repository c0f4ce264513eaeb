using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Runs;

/// <summary>Computes the use of prefix caches from the calls of a run.</summary>
/// <param name="canInfer">
/// True if the run drew its salt, so that no earlier run can have filled the cache with its prompts: only then do calls without a shared
/// prefix show the prefill time of tokens that are not cached.
/// </param>
internal sealed class PromptCacheUse(bool canInfer)
{
    private const double MaxSharedOfUncached = 0.1;
    private const int MinTokens = 16,
        MinUncachedCalls = 3;

    private readonly List<(int Tokens, double Prefill)> _timed = [];
    private readonly List<double> _secondsPerToken = [];
    private long _reportedTokens,
        _cachedTokens,
        _knownTokens,
        _sharedTokens;

    public void Add(CallRecord call)
    {
        if (call.PromptTokens is not { } tokens || tokens <= 0 || !call.Outcome.IsGood())
        {
            return;
        }

        if (call.CachedTokens is { } cached)
        {
            _reportedTokens += tokens;
            _cachedTokens += cached;
        }

        if (call.SharedTokens is { } shared)
        {
            _knownTokens += tokens;
            _sharedTokens += shared;
            if (canInfer && call.ServerPrefill is { } prefill && prefill > 0)
            {
                _timed.Add((tokens, prefill));
                if (tokens >= MinTokens && shared <= MaxSharedOfUncached * tokens)
                {
                    _secondsPerToken.Add(prefill / (tokens - shared));
                }
            }
        }
    }

    /// <summary>Returns the result; null if no call has prompt tokens.</summary>
    public PromptCache? ToSummary()
    {
        double? ceiling = _knownTokens > 0 ? (double)_sharedTokens / _knownTokens : null;
        if (_reportedTokens > 0)
        {
            return new PromptCache((double)_cachedTokens / _reportedTokens, IsInferred: false, ceiling);
        }

        return ceiling is null ? null : new PromptCache(Inferred(), IsInferred: _secondsPerToken.Count >= MinUncachedCalls, ceiling);
    }

    private double? Inferred()
    {
        if (_secondsPerToken.Count < MinUncachedCalls)
        {
            return null;
        }

        _secondsPerToken.Sort();
        var uncached = Percentile.OfSorted(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_secondsPerToken), 0.5);
        var (all, cached) = (0.0, 0.0);
        foreach (var (tokens, prefill) in _timed)
        {
            all += tokens;
            cached += Math.Max(0, tokens - (prefill / uncached));
        }

        // Prefill times vary: the estimate must not exceed what can be shared.
        return Math.Min(cached / all, (double)_sharedTokens / _knownTokens);
    }
}
