namespace AgentLoad.Agents.Problems.Moves;

/// <summary>One legal move.</summary>
/// <param name="Text">How it is written.</param>
/// <param name="Next">The position that it leads to.</param>
/// <param name="Cost">What it costs, at least 1.</param>
public sealed record Move(string Text, string Next, int Cost = 1);

/// <summary>A puzzle that is solved by a row of legal moves. Positions are texts, equal texts equal positions. Immutable.</summary>
public abstract class MoveRules
{
    /// <summary>What is asked.</summary>
    public abstract string Question { get; }

    /// <summary>How to go about it, as a sentence.</summary>
    public abstract string Hint { get; }

    /// <summary>What stands after "Answer:".</summary>
    public abstract string AnswerFormat { get; }

    /// <summary>Where it begins.</summary>
    public abstract string Start { get; }

    /// <summary>True where nothing is left to do.</summary>
    public abstract bool IsGoal(string position);

    /// <summary>The legal moves of a legal position, always in the same order.</summary>
    public abstract IEnumerable<Move> Moves(string position);

    /// <summary>A lower bound on the cost from a position to the goal that no move lowers by more than its cost (for A*).</summary>
    public abstract int Estimate(string position);

    /// <summary>The move that a piece of text names, in the form of <see cref="Move.Text"/>; null where it names none. Never throws.</summary>
    public abstract string? ReadMove(string text);

    /// <summary>Moves as an answer.</summary>
    public virtual string FormatMoves(IEnumerable<string> moves) => string.Join(", ", moves);

    /// <summary>An answer's moves, once read one by one.</summary>
    public virtual IReadOnlyList<string> NormalizeMoves(IReadOnlyList<string> moves) => moves;

    /// <summary>The part of a cost that answers are compared by.</summary>
    public virtual int ComparableCost(int cost) => cost;
}
