namespace AgentLoad.Agents.Problems.Game24;

/// <summary>The states of one game that were read last, so that their thoughts are not replayed at every question. Safe for use from many threads.</summary>
/// <param name="inputs">The numbers of the game.</param>
internal sealed class Game24StateCache(IReadOnlyList<Rational> inputs)
{
    // More than a search keeps open at once; a state that was dropped is replayed.
    private const int Most = 512;

    private readonly Dictionary<string, Game24State?> _known = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>The state of a text; null where one of its thoughts is illegal.</summary>
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

    /// <summary>Notes what a text leads to.</summary>
    public void Add(string text, Game24State state)
    {
        lock (_lock)
        {
            Keep(text, state);
        }
    }

    private Game24State? Keep(string text, Game24State? state)
    {
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known[text] = state;
        return state;
    }
}
