using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Problems.Hex;

/// <summary>
/// Hex from an opening position. For self-play it is a game. For other strategies it is a puzzle: write down a game that the player to move
/// wins. Solved if every move is legal and that player has connected both sides at the end.
/// </summary>
/// <param name="start">The start position.</param>
internal sealed partial class HexProblem(HexBoard start) : Problem
{
    /// <summary>Start of the instruction to write a complete game.</summary>
    public const string PuzzleMark = "Write down the moves of both players from here to the end, in turn, in a game that";

    private const string Form = "<cell> <cell> ...";
    private const int MaxGames = 500;
    private const int MaxMoves = HexBoard.Largest * HexBoard.Largest;

    /// <inheritdoc/>
    public override string Kind => HexSource.KindName;

    /// <inheritdoc/>
    public override string Id => $"{Kind}/{Fingerprint(start.Text)}";

    /// <inheritdoc/>
    public override string Question => $"{start.Text}\n{PuzzleMark} {start.Players[start.Turn]} wins.";

    /// <inheritdoc/>
    public override string DirectPrompt => PromptParts.Direct(Question, Form);

    /// <inheritdoc/>
    public override string ReasoningPrompt => PromptParts.Reasoning(Question, "Keep track of which cells are taken.", Form);

    /// <summary>The number of cells per side.</summary>
    public override int RequiredSteps => start.Size;

    /// <summary>A game that fills the board, in the reasoning and in the answer.</summary>
    public override int ReplyTokens => 200 + (6 * start.Size * start.Size);

    /// <inheritdoc/>
    public override IGame Game => start;

    /// <summary>Returns the cells of the stated answer in order, separated by spaces; null if there are none.</summary>
    public override string? ExtractAnswer(string reply) =>
        AnswerText.Read(reply, statement => Cells(statement) is { Length: > 0 } cells ? string.Join(' ', cells) : null);

    /// <inheritdoc/>
    public override bool? Verify(string answer)
    {
        var words = answer.Split([' ', ','], MaxMoves + 1, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length <= MaxMoves && start.Play(words)?.Winner == start.Turn;
    }

    /// <summary>
    /// Draws a random game that the player to move wins or loses. If few cells are left, one of the two outcomes may be impossible: then a
    /// lost game is a won game with an extra move, and a won game is replaced by a lost one.
    /// </summary>
    public override string ShapedAnswer(bool right, Random random)
    {
        for (var tries = 1; ; tries++)
        {
            var board = start;
            while (board.Winner is null)
            {
                board = board.With(board.LegalMoves[random.Next(board.LegalMoves.Count)]);
            }

            if ((board.Winner == start.Turn) == right)
            {
                return board.Record;
            }

            if (tries == MaxGames)
            {
                return right ? board.Record : $"{board.Record} {board.Record.Split(' ')[0]}";
            }
        }
    }

    /// <summary>Parses the last Hex position of a text; null if there is no undecided one. Never throws.</summary>
    public static HexProblem? Read(string text)
    {
        if (Position().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var size = int.Parse(match.Groups["size"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        if (size is < 2 or > HexBoard.Largest)
        {
            return null;
        }

        var moves = match.Groups["moves"].Value is "none" or ""
            ? []
            : match.Groups["moves"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return HexBoard.Empty(size).Play(moves) is { Winner: null } board ? new HexProblem(board.AsStart()) : null;
    }

    private static string[] Cells(string line) => [.. Cell().Matches(line).Take(MaxMoves).Select(m => m.Value.ToLowerInvariant())];

    [GeneratedRegex(@"\b[A-Sa-s][0-9]{1,2}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Cell();

    [GeneratedRegex(
        @"Hex on a board of (?<size>[0-9]{1,2})x[0-9]{1,2} cells[^\n]{0,400}\nMoves so far: (?<moves>[a-s0-9 ]{0,2000}|none)\r?\n",
        RegexOptions.CultureInvariant | RegexOptions.RightToLeft
    )]
    private static partial Regex Position();
}
