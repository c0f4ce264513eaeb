using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Problems.Moves;

/// <summary>A puzzle that is solved by a sequence of legal moves, verified by replaying them.</summary>
/// <param name="kind">Name of the kind.</param>
/// <param name="rules">The puzzle.</param>
/// <param name="mustBeOptimal">True if only solutions with minimum cost are correct; false if any solution is.</param>
internal sealed class MoveProblem(string kind, MoveRules rules, bool mustBeOptimal) : Problem
{
    private const int MaxMoves = 1000;
    private static readonly string[] Separators = ["->", "→", ",", ";", "\n", " - ", " and ", " then "];

    private readonly Lazy<MovePlan> _plan = new(() =>
        MovePlan.Find(rules, rules.Start) ?? throw new InvalidOperationException("The puzzle has no solution.")
    );

    private MoveSearch? _search;

    /// <summary>The puzzle.</summary>
    public MoveRules Rules => rules;

    /// <summary>A solution with minimum cost.</summary>
    public MovePlan Plan => _plan.Value;

    /// <inheritdoc/>
    public override string Kind => kind;

    /// <inheritdoc/>
    public override string Id => $"{kind}/{Fingerprint(rules.Question)}";

    /// <inheritdoc/>
    public override string Question => rules.Question;

    /// <inheritdoc/>
    public override string DirectPrompt => PromptParts.Direct(Question, rules.AnswerFormat);

    /// <inheritdoc/>
    public override string ReasoningPrompt => PromptParts.Reasoning(Question, rules.Hint, rules.AnswerFormat);

    /// <summary>The number of moves of the optimal solution.</summary>
    public override int RequiredSteps => Plan.Moves.Count;

    /// <inheritdoc/>
    public override ISearchSpace Search => _search ??= new MoveSearch(this);

    /// <summary>
    /// Returns the stated moves in normalized form; null if there are none or part of the statement is not a move. A reply without a
    /// statement is read from its last line, which must consist of moves.
    /// </summary>
    public override string? ExtractAnswer(string reply) =>
        AnswerText.Read(reply, ReadStated, line => ReadMoves(line) is { Count: > 1 } moves ? rules.FormatMoves(moves) : null);

    /// <summary>Returns true if every move is legal and the last one reaches the goal, with minimum cost if that is required.</summary>
    public override bool? Verify(string answer) =>
        CostOf(answer) is { } cost && (!mustBeOptimal || rules.ComparableCost(cost) == rules.ComparableCost(Plan.Cost));

    /// <summary>Returns minimum cost / cost of the answer; 0 if it does not reach the goal.</summary>
    public override double? Score(string answer) =>
        CostOf(answer) is { } cost ? (double)rules.ComparableCost(Plan.Cost) / rules.ComparableCost(cost) : 0;

    /// <summary>Returns an optimal solution, or the same number of random moves that do not reach the goal.</summary>
    public override string ShapedAnswer(bool right, Random random)
    {
        if (right)
        {
            return rules.FormatMoves(Plan.Moves.Select(m => m.Text));
        }

        for (var tries = 0; tries < 20; tries++)
        {
            var (moves, position) = Walk(rules.Start, Plan.Moves.Count, random);
            if (!rules.IsGoal(position))
            {
                return rules.FormatMoves(moves);
            }
        }

        return rules.FormatMoves([.. Plan.Moves.Select(m => m.Text), .. Walk(Plan.Moves[^1].Next, 1, random).Moves]);
    }

    /// <summary>Plays moves from the start; null if one of them is illegal.</summary>
    internal (string Position, int Cost)? Play(IReadOnlyList<string> moves)
    {
        var (position, cost) = (rules.Start, 0);
        foreach (var text in moves)
        {
            if (rules.Moves(position).FirstOrDefault(m => m.Text == text) is not { } move)
            {
                return null;
            }

            (position, cost) = (move.Next, cost + move.Cost);
        }

        return (position, cost);
    }

    private int? CostOf(string answer) =>
        ReadMoves(answer) is { Count: > 0 } moves && Play(moves) is { } end && rules.IsGoal(end.Position) ? end.Cost : null;

    /// <summary>Reads moves with or without an introduction ("The moves are: …") and remarks in parentheses.</summary>
    private string? ReadStated(string statement)
    {
        var text = statement.Trim(Latex.BoxStart, Latex.BoxEnd, '"', '.', ' ');
        foreach (var candidate in new[] { text, After(text, ":"), After(text, " are "), After(text, " is ") })
        {
            if (candidate is not null && ReadMoves(candidate) is { Count: > 0 } moves)
            {
                return rules.FormatMoves(moves);
            }
        }

        return null;
    }

    private static string? After(string text, string mark) =>
        text.IndexOf(mark, StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? text[(at + mark.Length)..] : null;

    private IReadOnlyList<string>? ReadMoves(string text)
    {
        var pieces = text.Split(Separators, MaxMoves + 1, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var moves = pieces.Take(MaxMoves + 1).Select(rules.ReadMove).ToArray();
        return pieces.Length > MaxMoves || moves.Contains(null) ? null : rules.NormalizeMoves(moves!);
    }

    private (IReadOnlyList<string> Moves, string Position) Walk(string position, int count, Random random)
    {
        var moves = new List<string>();
        for (; moves.Count < count && rules.Moves(position).ToArray() is { Length: > 0 } legal; )
        {
            var move = legal[random.Next(legal.Length)];
            moves.Add(move.Text);
            position = move.Next;
        }

        return (moves, position);
    }
}
