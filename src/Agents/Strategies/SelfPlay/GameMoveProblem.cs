using AgentLoad.Agents.Problems;

namespace AgentLoad.Agents.Strategies.SelfPlay;

/// <summary>One move of a game: which to make. No verifier knows the best one; the answer is a legal move in its normal form.</summary>
/// <param name="whole">The problem that is the game.</param>
/// <param name="position">Where the game stands.</param>
public sealed class GameMoveProblem(Problem whole, IGame position) : Problem
{
    /// <inheritdoc/>
    public override string Kind => whole.Kind;

    /// <inheritdoc/>
    public override string Id => $"{whole.Id}/{position.Record}";

    /// <inheritdoc/>
    public override string Question => GameMovePrompts.Question(position);

    /// <inheritdoc/>
    public override string DirectPrompt => GameMovePrompts.Direct(Question);

    /// <inheritdoc/>
    public override string ReasoningPrompt => GameMovePrompts.Reasoning(Question);

    /// <inheritdoc/>
    public override ISearchSpace? Search { get; } = new GameMoveSearch(position);

    /// <summary>The legal move on the last "Answer:" line.</summary>
    public override string? ExtractAnswer(string reply) => AnswerLine.Last(reply) is { } line ? FindLegalMove(position, line) : null;

    /// <inheritdoc/>
    public override bool? Verify(string answer) => null;

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random) => position.LegalMoves[random.Next(position.LegalMoves.Count)];

    /// <summary>The legal move that a line begins with, or null.</summary>
    internal static string? FindLegalMove(IGame position, string line)
    {
        var word = line.Split((char[])[' ', '\t', ',', ';', '.', ':'], 2, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return position.LegalMoves.FirstOrDefault(move => move.Equals(word, StringComparison.OrdinalIgnoreCase));
    }
}
