using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Problems.Game24;

/// <summary>The Game of 24: combine four numbers, each exactly once, with + - * / and parentheses to 24.</summary>
internal sealed class Game24Problem : Problem
{
    private const int ClosingLines = 30;
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
    /// Returns the stated expression, else the last of the last lines that is an expression of two or more numbers; without "= 24" and with
    /// the operands of + and * in a fixed order.
    /// </summary>
    public override string? ExtractAnswer(string reply) =>
        AnswerText.Read(reply, text => Normalized(ExpressionText.Find(text)), text => ReadClosing(text), ClosingLines);

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

    /// <summary>A line without a label is an answer if it uses as many numbers as the game has: steps use two.</summary>
    private string? ReadClosing(string line) =>
        ExpressionText.FindOnly(line) is { } expression && expression.Numbers().Count() == Inputs.Count ? Normalized(expression) : null;

    private static string? Normalized(Expression? expression) => expression?.Normalize().ToString();
}
