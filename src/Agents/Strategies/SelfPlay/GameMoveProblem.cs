using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Strategies.SelfPlay;

/// <summary>The choice of one move in a game. The answer is a legal move in normalized form and cannot be verified.</summary>
/// <param name="whole">The game problem.</param>
/// <param name="position">The current position.</param>
internal sealed class GameMoveProblem(Problem whole, IGame position) : Problem
{
    private static readonly char[] Separators = [' ', '\t', ',', ';', '.', ':', '"', '\'', '(', ')', Latex.BoxStart, Latex.BoxEnd];

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

    /// <summary>Returns the first legal move of the stated answer, else a last line that is a move; null if there is none.</summary>
    public override string? ExtractAnswer(string reply) =>
        AnswerText.Read(reply, text => FindMention(position, text), line => FindLegalMove(position, line));

    /// <inheritdoc/>
    public override bool? Verify(string answer) => null;

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random) => position.LegalMoves[random.Next(position.LegalMoves.Count)];

    /// <summary>Returns the first legal move in a text, or null.</summary>
    private static string? FindMention(IGame position, string text) =>
        text.Split(Separators, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => position.LegalMoves.FirstOrDefault(move => move.Equals(word, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(move => move is not null);

    /// <summary>Returns the legal move at the start of a line, or null.</summary>
    internal static string? FindLegalMove(IGame position, string line)
    {
        var word = line.Split(Separators, 2, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return position.LegalMoves.FirstOrDefault(move => move.Equals(word, StringComparison.OrdinalIgnoreCase));
    }
}
