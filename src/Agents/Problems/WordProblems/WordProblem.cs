using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems.WordProblems;

/// <summary>A chain of quantities in prose; the question asks for the last one.</summary>
internal sealed partial class WordProblem : Problem
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

    /// <summary>
    /// Returns the last number after the last "Answer:", else the last number of the reply; without commas, leading zeros and trailing
    /// decimal zeros.
    /// </summary>
    public override string? ExtractAnswer(string reply) =>
        (AnswerLine.Last(reply) is { } line ? LastNumber(line) : null) ?? LastNumber(reply);

    /// <inheritdoc/>
    public override bool? Verify(string answer) => LastNumber(answer) == this._answer.ToString(CultureInfo.InvariantCulture);

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

    /// <summary>
    /// Returns the last number of a text in normalized form; null if there is none. It remains a string, so any length is supported.
    /// </summary>
    internal static string? LastNumber(string text)
    {
        if (Number().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var whole = match.Groups["whole"].Value.Replace(",", "", StringComparison.Ordinal).TrimStart('0');
        var decimals = match.Groups["decimals"].Value.TrimEnd('0');
        var size = (whole.Length == 0 ? "0" : whole) + (decimals.Length == 0 ? "" : $".{decimals}");
        return size == "0" || !match.Groups["minus"].Success ? size : $"-{size}";
    }

    [GeneratedRegex(
        @"(?<minus>(?<![\w)])-)?(?<whole>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.(?<decimals>[0-9]+))?",
        RegexOptions.CultureInvariant | RegexOptions.RightToLeft
    )]
    private static partial Regex Number();
}
