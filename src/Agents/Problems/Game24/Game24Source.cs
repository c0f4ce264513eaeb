using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.Game24;

/// <summary>Draws games uniformly from the multisets of four numbers from 1 to 13.</summary>
/// <param name="solvableOnly">True to draw only games with a solution: 1,362 of the 1,820.</param>
internal sealed class Game24Source(bool solvableOnly = true) : IProblemSource
{
    /// <summary>Name in workloads and records.</summary>
    public const string Kind = "game24";

    private const int Largest = 13;

    /// <summary>All multisets of four numbers from 1 to 13, each ascending.</summary>
    public static IReadOnlyList<IReadOnlyList<Rational>> All { get; } = [.. Multisets()];

    /// <inheritdoc/>
    public string Name => Kind;

    /// <inheritdoc/>
    public Problem Create(ulong seed)
    {
        var random = Seeds.Random(seed, Kind);
        var inputs = All[random.Next(All.Count)];
        while (solvableOnly && !Game24Solver.CanMake24(inputs))
        {
            inputs = All[random.Next(All.Count)];
        }

        return new Game24Problem(inputs);
    }

    private static IEnumerable<IReadOnlyList<Rational>> Multisets() =>
        from a in Enumerable.Range(1, Largest)
        from b in Enumerable.Range(a, Largest - a + 1)
        from c in Enumerable.Range(b, Largest - b + 1)
        from d in Enumerable.Range(c, Largest - c + 1)
        select (IReadOnlyList<Rational>)[new Rational(a), new Rational(b), new Rational(c), new Rational(d)];
}
