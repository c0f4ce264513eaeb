namespace AgentLoad.Agents.Problems.Game24;

/// <summary>A partial solution: the thoughts so far, the expressions they leave, and the answer where the last thought wrote it.</summary>
public sealed class Game24State
{
    private Game24State(IReadOnlyList<Expression> parts, string? answer) => (Parts, Answer) = (parts, answer);

    /// <summary>An expression over the inputs for each number that is left, ascending by value.</summary>
    public IReadOnlyList<Expression> Parts { get; }

    /// <summary>The answer that the last thought wrote, else null.</summary>
    public string? Answer { get; }

    /// <summary>Numbers left, ascending.</summary>
    public IReadOnlyList<Rational> Numbers => [.. Parts.Select(p => p.Value)];

    /// <summary>Replays the thoughts of a state; null where one of them is illegal.</summary>
    public static Game24State? Read(IReadOnlyList<Rational> inputs, string state)
    {
        var current = new Game24State([.. inputs.Order().Select(Expression.Number)], null);
        foreach (var line in state.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (current.Answer is not null || current.Next(line) is not { } next)
                return null;
            current = next;
        }

        return current;
    }

    /// <summary>The state that a line leads to; null where it is no legal thought.</summary>
    private Game24State? Next(string line)
    {
        if (Parts.Count == 1)
            return AnswerLine.Last(line) is { } answer && ExpressionParser.Parse(answer) is not null ? new(Parts, answer) : null;
        if (Game24Move.Read(Numbers, line) is not { } move)
            return null;
        var parts = Parts.ToList();
        var first = Take(parts, move.First);
        var second = Take(parts, move.Second);
        parts.Add(Expression.Join(first, move.Operator, second)!);
        return new Game24State([.. parts.OrderBy(p => p.Value)], null);
    }

    private static Expression Take(List<Expression> parts, Rational value)
    {
        var part = parts.First(p => p.Value == value);
        parts.Remove(part);
        return part;
    }
}
