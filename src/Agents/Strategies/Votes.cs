namespace AgentLoad.Agents.Strategies;

/// <summary>Counts answers.</summary>
internal static class Votes
{
    /// <summary>
    /// The answer that most replies gave, with their steps. Of answers with as many votes, the one given first wins. Null answers do
    /// not vote; where there is no other, the strategy gives up.
    /// </summary>
    public static Answer Majority(IEnumerable<(int Step, string? Answer)> votes)
    {
        // Grouping keeps the order of first appearance, and MaxBy the first of equals.
        var winner = votes
            .Where(v => v.Answer is not null)
            .GroupBy(v => v.Answer!, v => v.Step, StringComparer.Ordinal)
            .MaxBy(v => v.Count());
        return winner is null ? Answer.NoAnswer : new Answer(winner.Key, [.. winner]);
    }
}
