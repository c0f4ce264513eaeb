using System.Globalization;
using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems.WordProblems;

/// <summary>A chain of quantities in prose; the question asks for the last one.</summary>
internal sealed class WordProblem : Problem
{
    private readonly long _answer;
    private readonly IReadOnlyList<string> _working;

    /// <summary>Creates a problem. Each sentence depends only on earlier ones.</summary>
    /// <param name="id">Id within the kind.</param>
    /// <param name="statements">The sentences; the question asks for the quantity of the last one.</param>
    /// <param name="items">Plural noun of the counted items.</param>
    /// <param name="calculator">Latency and injected failures of the calculator tool; null for no calculator.</param>
    public WordProblem(string id, IReadOnlyList<WordStatement> statements, string items, ToolBehaviour? calculator = null)
    {
        Id = $"{Kind}/{id}";
        Question = WordProblemPrompts.Question(statements, items);
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        var lines = new List<string>();
        foreach (var statement in statements)
        {
            var value =
                statement.Evaluate(known)
                ?? throw new ArgumentException(
                    $"The statement about '{statement.Person}' depends on an unknown quantity.",
                    nameof(statements)
                );
            lines.Add(WordProblemPrompts.Step(statement, known, value));
            known[statement.Person] = value;
        }

        _working = lines;

        _answer = known[statements[^1].Person];
        RequiredSteps = statements.Count(s => s.Relation != WordRelation.Given);
        Tools = calculator is null ? [] : [new Calculator(calculator)];
    }

    /// <inheritdoc/>
    public override string Kind => WordProblemSource.KindName;

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Question { get; }

    /// <inheritdoc/>
    public override string DirectPrompt => WordProblemPrompts.Direct(Question);

    /// <inheritdoc/>
    public override string ReasoningPrompt => WordProblemPrompts.Reasoning(Question);

    /// <summary>The number of operations.</summary>
    public override int RequiredSteps { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<ITool> Tools { get; }

    /// <summary>Returns the stated number, else the number of the last line; see <see cref="NumberText"/>.</summary>
    public override string? ExtractAnswer(string reply) => AnswerText.Read(reply, NumberText.Read, ReadClosing);

    /// <inheritdoc/>
    public override bool? Verify(string answer) => NumberText.Read(answer) == _answer.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns one line per person.</summary>
    public override WorkedSolution Solve(Random random) => new(_working, ShapedAnswer(true, random));

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random) =>
        (right ? _answer : _answer + random.Next(1, 10)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Parses the last word problem of a text; null if there is none or if sentences are missing. Never throws.</summary>
    public static WordProblem? Read(string text)
    {
        if (!WordProblemPrompts.TryReadQuestion(text, out var statements, out var person))
        {
            return null;
        }

        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            if (statement.Evaluate(known) is not { } value)
            {
                return null;
            }

            known[statement.Person] = value;
            if (statement.Person == person)
            {
                return new WordProblem("read", [.. statements.TakeWhile(s => s.Person != person), statement], "items");
            }
        }

        return null;
    }

    /// <summary>Returns the number, in digits, of a line that is neither unfinished nor a question.</summary>
    private static string? ReadClosing(string line) =>
        line[^1] is '=' or '?' or ':' || !line.Any(char.IsAsciiDigit) ? null : NumberText.Read(line);
}
