namespace AgentLoad.Agents.Strategies;

/// <summary>Majority voting.</summary>
internal static class Votes
{
    /// <summary>
    /// Returns the most frequent answer with the steps that voted for it. Ties are resolved in favor of the answer that appeared first.
    /// Null answers do not vote; if all answers are null, the result is <see cref="Answer.NoAnswer"/>.
    /// </summary>
    public static Answer Majority(IEnumerable<(int Step, string? Answer)> votes)
    {
        // GroupBy preserves the order of first appearance and MaxBy returns the first maximum.
        var winner = votes
            .Where(v => v.Answer is not null)
            .GroupBy(v => v.Answer!, v => v.Step, StringComparer.Ordinal)
            .MaxBy(v => v.Count());
        return winner is null ? Answer.NoAnswer : new Answer(winner.Key, [.. winner]);
    }
}
