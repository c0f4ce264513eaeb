using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Strategies.SelfPlay;

/// <summary>The prompts of a player, and their parser for simulated models.</summary>
internal static class GameMovePrompts
{
    private const string ProposeMark = "Name up to five good moves, one a line and nothing else.";
    private const string OfferMark = "and it is your move. Legal moves: ";
    private const string ValueMark = "How good is this move for";

    /// <summary>Returns the position with the legal moves.</summary>
    public static string Question(IGame position) =>
        $"{position.Text}\n\nYou are {position.Players[position.Turn]} {OfferMark}{string.Join(' ', position.LegalMoves)}";

    /// <summary>Returns the prompt for a move only.</summary>
    public static string Direct(string question) =>
        $"{question}\nReply with one line and nothing else, of the form: {AnswerText.Prefix} <move>";

    /// <summary>Returns the prompt for reasoning followed by a move.</summary>
    public static string Reasoning(string question) =>
        $"{question}\nThink about it in a few lines. Then end with one line of the form: {AnswerText.Prefix} <move>";

    /// <summary>Returns the prompt for candidate moves.</summary>
    public static string Propose(IGame position) => $"{Question(position)}\n{ProposeMark}";

    /// <summary>Returns the prompt to evaluate a move.</summary>
    public static string Value(IGame position, string move) =>
        $"{Question(position)}\n{ValueMark} {position.Players[position.Turn]}: {move}\nThink in a few lines, then {GradeText.AskScore}";

    /// <summary>Parses the legal moves of a prompt. Never throws.</summary>
    public static bool TryReadMoves(string text, out IReadOnlyList<string> moves)
    {
        var at = text.LastIndexOf(OfferMark, StringComparison.Ordinal);
        moves = at < 0 ? [] : text[(at + OfferMark.Length)..].Split('\n', 2)[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return moves.Count > 0;
    }

    /// <summary>Returns true if a prompt requests candidate moves.</summary>
    public static bool IsPropose(string text) => text.Contains(ProposeMark, StringComparison.Ordinal);

    /// <summary>Returns true if a prompt requests the evaluation of a move.</summary>
    public static bool IsValue(string text) => text.Contains(ValueMark, StringComparison.Ordinal);

    /// <summary>Parses the move to evaluate; empty if there is none. Never throws.</summary>
    public static string ReadJudged(string text)
    {
        var at = text.LastIndexOf(ValueMark, StringComparison.Ordinal);
        var colon = at < 0 ? -1 : text.IndexOf(": ", at, StringComparison.Ordinal);
        return colon < 0 ? "" : text[(colon + 2)..].Split('\n', 2)[0].Trim();
    }
}
