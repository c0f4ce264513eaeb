using AgentLoad.Agents.Problems.Examples;

namespace AgentLoad.Agents.Problems.Game24;

/// <summary>The Game of 24: combine four numbers, each exactly once, with + - * / and parentheses to 24.</summary>
internal sealed class Game24Problem : Problem
{
    private readonly Lazy<Expression?> _solution;

    /// <summary>Creates a game with the given numbers.</summary>
    public Game24Problem(IReadOnlyList<Rational> inputs)
    {
        Inputs = [.. inputs.Order()];
        _solution = new(() => Game24Solver.Solve(Inputs));
        Search = new Game24Search(Inputs);
    }

    /// <summary>The numbers, ascending.</summary>
    public IReadOnlyList<Rational> Inputs { get; }

    /// <inheritdoc/>
    public override string Kind => Game24Source.Kind;

    /// <inheritdoc/>
    public override string Id => $"{Kind}/{string.Join('-', Inputs)}";

    /// <inheritdoc/>
    public override string Question => Game24Prompts.Question(Inputs);

    /// <inheritdoc/>
    public override string DirectPrompt => Game24Prompts.Direct(Inputs);

    /// <inheritdoc/>
    public override string ReasoningPrompt => Game24Prompts.Reasoning(Inputs);

    /// <inheritdoc/>
    public override ISearchSpace Search { get; }

    /// <summary>
    /// Returns the expression after the last "Answer:", else the last line that is an expression of two or more numbers; without "= 24"
    /// and with the operands of + and * in a fixed order.
    /// </summary>
    public override string? ExtractAnswer(string reply)
    {
        if (AnswerLine.Last(reply) is { } answer)
        {
            return ExpressionParser.Parse(answer)?.Normalize().ToString();
        }

        var lines = reply.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.TakeLast(30).Reverse().Select(ExpressionParser.Parse).FirstOrDefault(e => e?.Left is not null)?.Normalize().ToString();
    }

    /// <summary>Returns true if the text is "expr" or "expr = 24", uses exactly the inputs and equals 24 in rational arithmetic.</summary>
    public override bool? Verify(string answer) => IsSolution(Inputs, answer);

    /// <summary>Returns true if an answer is correct.</summary>
    /// <param name="inputs">The numbers of the game.</param>
    /// <param name="answer">Any text.</param>
    public static bool IsSolution(IReadOnlyList<Rational> inputs, string answer) =>
        ExpressionParser.Parse(answer, out var claim) is { } expression
        && expression.Value == Rational.Goal
        && (claim is null || claim == Rational.Goal)
        && expression.Numbers().Order().SequenceEqual(inputs.Order());

    /// <inheritdoc/>
    public override string ExampleQuestion => $"Numbers: {string.Join(' ', Inputs)}";

    /// <summary>Returns the solution step by step, as in the examples of the reference implementation.</summary>
    public override WorkedSolution Solve(Random random) =>
        _solution.Value is { } expression
            ? new(Game24Steps.Of(Inputs, expression), $"{expression.Normalize()} = {Rational.Goal}")
            : base.Solve(random);

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random) =>
        right && _solution.Value is { } expression ? expression.Normalize().ToString() : Game24AnswerGenerator.DrawWrong(Inputs, random);
}
