namespace AgentLoad.Agents.Problems.Moves;

/// <summary>A legal move.</summary>
/// <param name="Text">The move as text.</param>
/// <param name="Next">The position after the move.</param>
/// <param name="Cost">Cost, at least 1.</param>
internal sealed record Move(string Text, string Next, int Cost = 1);

/// <summary>
/// A puzzle that is solved by a sequence of legal moves. Positions are strings; equal positions are equal strings. Immutable.
/// </summary>
internal abstract class MoveRules
{
    /// <summary>The question.</summary>
    public abstract string Question { get; }

    /// <summary>A sentence on how to solve the puzzle.</summary>
    public abstract string Hint { get; }

    /// <summary>Format of the text after "Answer:".</summary>
    public abstract string AnswerFormat { get; }

    /// <summary>The start position.</summary>
    public abstract string Start { get; }

    /// <summary>Returns true if a position is the goal.</summary>
    public abstract bool IsGoal(string position);

    /// <summary>Returns the legal moves of a position in a fixed order.</summary>
    public abstract IEnumerable<Move> Moves(string position);

    /// <summary>Returns a consistent lower bound on the cost from a position to the goal (heuristic of A*).</summary>
    public abstract int Estimate(string position);

    /// <summary>Parses a move and returns it in the format of <see cref="Move.Text"/>; null if there is none. Never throws.</summary>
    public abstract string? ReadMove(string text);

    /// <summary>Formats moves as an answer.</summary>
    public virtual string FormatMoves(IEnumerable<string> moves) => string.Join(", ", moves);

    /// <summary>Normalizes the moves of an answer.</summary>
    public virtual IReadOnlyList<string> NormalizeMoves(IReadOnlyList<string> moves) => moves;

    /// <summary>Returns the part of a cost that is relevant for the comparison of answers.</summary>
    public virtual int ComparableCost(int cost) => cost;
}
