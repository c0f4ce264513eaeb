using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Problems.Game24;

/// <summary>A partial solution: the expressions after the thoughts so far, and the answer if the last thought wrote it.</summary>
internal sealed class Game24State
{
    // NaN until computed. Reads and writes are atomic: concurrent threads at worst compute the same value twice.
    private double _reach = double.NaN;

    private Game24State(Expression[] parts, string? answer) =>
        (Parts, Numbers, Answer) = (parts, Array.ConvertAll(parts, p => p.Value), answer);

    /// <summary>The expressions of the remaining numbers, ascending by value.</summary>
    public IReadOnlyList<Expression> Parts { get; }

    /// <summary>The answer written by the last thought; null if there is none.</summary>
    public string? Answer { get; }

    /// <summary>The remaining numbers, ascending.</summary>
    public IReadOnlyList<Rational> Numbers { get; }

    /// <summary>True if the remaining numbers can be combined to 24.</summary>
    public bool CanMake24
    {
        get
        {
            if (double.IsNaN(_reach))
            {
                _reach = Game24Solver.CanMake24(Numbers) ? 1 : 0;
            }

            return _reach > 0;
        }
    }

    /// <summary>Replays the thoughts of a state; null if one of them is illegal.</summary>
    public static Game24State? Read(IReadOnlyList<Rational> inputs, string state)
    {
        var current = new Game24State([.. inputs.Order().Select(Expression.Number)], null);
        foreach (var line in state.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (current.Answer is not null || current.Next(line) is not { } next)
            {
                return null;
            }

            current = next;
        }

        return current;
    }

    /// <summary>Returns the state after a legal move.</summary>
    public Game24State Apply(Game24Move move)
    {
        var (first, second) = (IndexOf(move.First, -1), -1);
        second = IndexOf(move.Second, first);
        var joined = Expression.Join(Parts[first], move.Operator, Parts[second])!;

        // Insert in ascending order, after equal values.
        var parts = new Expression[Parts.Count - 1];
        var at = 0;
        var isIn = false;
        for (var i = 0; i < Parts.Count; i++)
        {
            if (i == first || i == second)
            {
                continue;
            }

            if (!isIn && Parts[i].Value.CompareTo(joined.Value) > 0)
            {
                (parts[at++], isIn) = (joined, true);
            }

            parts[at++] = Parts[i];
        }

        if (!isIn)
        {
            parts[at] = joined;
        }

        return new Game24State(parts, null);
    }

    /// <summary>Returns the state after an answer.</summary>
    public Game24State WithAnswer(string answer) => new([.. Parts], answer);

    /// <summary>Returns the state after a line; null if the line is not a legal thought.</summary>
    private Game24State? Next(string line)
    {
        if (Parts.Count == 1)
        {
            return
                line.StartsWith(AnswerText.Prefix, StringComparison.OrdinalIgnoreCase)
                && line[AnswerText.Prefix.Length..].Trim() is var answer
                && ExpressionParser.Parse(answer) is not null
                ? WithAnswer(answer)
                : null;
        }

        return Game24Move.Read(Numbers, line) is { } move ? Apply(move) : null;
    }

    private int IndexOf(Rational value, int except)
    {
        for (var i = 0; i < Parts.Count; i++)
        {
            if (i != except && Parts[i].Value == value)
            {
                return i;
            }
        }

        throw new ArgumentException("The move uses a number that is not available.", nameof(value));
    }
}
