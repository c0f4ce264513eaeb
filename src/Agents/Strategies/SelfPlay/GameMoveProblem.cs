using AgentLoad.Agents.Problems;

namespace AgentLoad.Agents.Strategies.SelfPlay;

/// <summary>The choice of one move in a game. The answer is a legal move in normalized form and cannot be verified.</summary>
/// <param name="whole">The game problem.</param>
/// <param name="position">The current position.</param>
internal sealed class GameMoveProblem(Problem whole, IGame position) : Problem
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

    /// <summary>Returns the legal move of the last "Answer:" line; null if there is none.</summary>
    public override string? ExtractAnswer(string reply) => AnswerLine.Last(reply) is { } line ? FindLegalMove(position, line) : null;

    /// <inheritdoc/>
    public override bool? Verify(string answer) => null;

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random) => position.LegalMoves[random.Next(position.LegalMoves.Count)];

    /// <summary>Returns the legal move at the start of a line, or null.</summary>
    internal static string? FindLegalMove(IGame position, string line)
    {
        var word = line.Split((char[])[' ', '\t', ',', ';', '.', ':'], 2, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return position.LegalMoves.FirstOrDefault(move => move.Equals(word, StringComparison.OrdinalIgnoreCase));
    }
}
