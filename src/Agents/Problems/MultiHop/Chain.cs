namespace AgentLoad.Agents.Problems.MultiHop;

/// <summary>
/// Relations that lead from one person to another. The lookups of a chain depend on each other; those of two chains do not.
/// </summary>
/// <param name="Start">The person at the start.</param>
/// <param name="Relations">The relations to follow, in order.</param>
internal sealed record Chain(string Start, IReadOnlyList<string> Relations)
{
    /// <summary>Writes the chain as in a question, for example "the mentor of the rival of Ann".</summary>
    public override string ToString() => $"{string.Concat(Relations.Reverse().Select(relation => $"the {relation} of "))}{Start}";

    /// <summary>Parses a chain that <see cref="ToString"/> wrote.</summary>
    public static Chain Parse(string text)
    {
        var words = text.Split(' ');
        return new Chain(words[^1], [.. words[..^1].Where((_, at) => at % 3 == 1).Reverse()]);
    }
}
