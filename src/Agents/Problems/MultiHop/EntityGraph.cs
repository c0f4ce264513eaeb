namespace AgentLoad.Agents.Problems.MultiHop;

/// <summary>A graph of fictional people. Every person has each relation to exactly one other person. Immutable.</summary>
internal sealed class EntityGraph
{
    /// <summary>The relations.</summary>
    public static readonly IReadOnlyList<string> Relations = ["mentor", "rival", "neighbour", "supplier", "guardian", "translator"];

    private static readonly string[] Starts =
    [
        "Bel",
        "Cor",
        "Dar",
        "Fen",
        "Gal",
        "Hes",
        "Jor",
        "Kel",
        "Lum",
        "Mar",
        "Nev",
        "Or",
        "Pel",
        "Quo",
        "Ras",
        "Tor",
    ];
    private static readonly string[] Middles = ["a", "e", "i", "o", "u", "an", "el", "ir", "on", "ur"];
    private static readonly string[] Ends = ["dra", "fex", "lin", "mus", "nor", "quil", "ren", "ston", "ta", "vin", "wick", "zor"];

    private readonly string[] _names;
    private readonly int[] _targets;
    private readonly Dictionary<string, int> _numbers;

    /// <summary>Draws a graph.</summary>
    /// <param name="entities">Number of people, 2 to 1,920.</param>
    /// <param name="random">Random number generator.</param>
    public EntityGraph(int entities, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entities, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entities, MaxEntities);
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        while (drawn.Count < entities)
        {
            drawn.Add(DrawName(random));
        }

        _names = [.. drawn];
        _numbers = _names
            .Select((name, number) => (name, number))
            .ToDictionary(n => n.name, n => n.number, StringComparer.OrdinalIgnoreCase);
        _targets =
        [
            .. Enumerable.Range(0, entities * Relations.Count).Select(at => Other(at / Relations.Count, random.Next(entities - 1))),
        ];

        static int Other(int self, int drawn) => drawn >= self ? drawn + 1 : drawn;
    }

    /// <summary>Maximum number of people.</summary>
    public static int MaxEntities => Starts.Length * Middles.Length * Ends.Length;

    /// <summary>The names.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Draws a name.</summary>
    public static string DrawName(Random random) =>
        Starts[random.Next(Starts.Length)] + Middles[random.Next(Middles.Length)] + Ends[random.Next(Ends.Length)];

    /// <summary>Returns true if a person with this name exists. Case-insensitive.</summary>
    public bool Contains(string name) => _numbers.ContainsKey(name);

    /// <summary>Returns the target of a person's relation; null if the person or relation is unknown. Case-insensitive.</summary>
    public string? Follow(string name, string relation)
    {
        var at = Relations.TakeWhile(r => !r.Equals(relation, StringComparison.OrdinalIgnoreCase)).Count();
        return at < Relations.Count && _numbers.TryGetValue(name, out var number)
            ? _names[_targets[(number * Relations.Count) + at]]
            : null;
    }
}
