namespace AgentLoad.Agents.Problems.Game24;

/// <summary>Caches recently parsed states of one game, so that their thoughts are not replayed on every access. Thread-safe.</summary>
/// <param name="inputs">The numbers of the game.</param>
internal sealed class Game24StateCache(IReadOnlyList<Rational> inputs)
{
    // More than a search has open concurrently. An evicted state is replayed.
    private const int MaxStates = 512;

    private readonly Dictionary<string, Game24State?> _known = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Returns the state of a text; null if one of its thoughts is illegal.</summary>
    public Game24State? Read(string text)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(text, out var state))
            {
                return state;
            }

            return Keep(text, Game24State.Read(inputs, text));
        }
    }

    /// <summary>Adds the state of a text.</summary>
    public void Add(string text, Game24State state)
    {
        lock (_lock)
        {
            Keep(text, state);
        }
    }

    private Game24State? Keep(string text, Game24State? state)
    {
        if (_known.Count >= MaxStates)
        {
            _known.Clear();
        }

        _known[text] = state;
        return state;
    }
}
