using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;

namespace AgentLoad.Agents.Strategies.SelfPlay;

/// <summary>What a player is told, and the reader that a simulated model understands it by.</summary>
public static class GameMovePrompts
{
    private const string ProposeMark = "Name up to five good moves, one a line and nothing else.";
    private const string OfferMark = "and it is your move. Legal moves: ";
    private const string ValueMark = "How good is this move for";

    /// <summary>The position and who is to move.</summary>
    public static string Question(IGame position) =>
        $"{position.Text}\n\nYou are {position.Players[position.Turn]} {OfferMark}{string.Join(' ', position.LegalMoves)}";

    /// <summary>Asks for a move alone.</summary>
    public static string Direct(string question) =>
        $"{question}\nReply with one line and nothing else, of the form: {AnswerLine.Prefix} <move>";

    /// <summary>Asks for thoughts first.</summary>
    public static string Reasoning(string question) =>
        $"{question}\nThink about it in a few lines. Then end with one line of the form: {AnswerLine.Prefix} <move>";

    /// <summary>Asks for moves worth a thought.</summary>
    public static string Propose(IGame position) => $"{Question(position)}\n{ProposeMark}";

    /// <summary>Asks how good a move is.</summary>
    public static string Value(IGame position, string move) =>
        $"{Question(position)}\n{ValueMark} {position.Players[position.Turn]}: {move}\nThink in a few lines, then {GradeText.AskScore}";

    /// <summary>Reads the legal moves that a text offers; false where it offers none. Never throws.</summary>
    public static bool TryReadMoves(string text, out IReadOnlyList<string> moves)
    {
        var at = text.LastIndexOf(OfferMark, StringComparison.Ordinal);
        moves = at < 0 ? [] : text[(at + OfferMark.Length)..].Split('\n', 2)[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return moves.Count > 0;
    }

    /// <summary>True where a text asks for moves worth a thought.</summary>
    public static bool IsPropose(string text) => text.Contains(ProposeMark, StringComparison.Ordinal);

    /// <summary>True where a text asks how good a move is.</summary>
    public static bool IsValue(string text) => text.Contains(ValueMark, StringComparison.Ordinal);

    /// <summary>The move that a text asks to judge; empty where it asks for none. Never throws.</summary>
    public static string ReadJudged(string text)
    {
        var at = text.LastIndexOf(ValueMark, StringComparison.Ordinal);
        var colon = at < 0 ? -1 : text.IndexOf(": ", at, StringComparison.Ordinal);
        return colon < 0 ? "" : text[(colon + 2)..].Split('\n', 2)[0].Trim();
    }
}
