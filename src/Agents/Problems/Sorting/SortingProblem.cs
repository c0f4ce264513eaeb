using AgentLoad.Agents.Problems.Lists;

namespace AgentLoad.Agents.Problems.Sorting;

/// <summary>Sort a list of digits. Solved if the answer is exactly the sorted list.</summary>
internal sealed class SortingProblem : Problem
{
    internal const string QuestionStart = "Sort this list in ascending order, keeping every repetition: ";
    private readonly IReadOnlyList<int> _sorted;

    /// <summary>Creates a problem with the given digits.</summary>
    public SortingProblem(IReadOnlyList<int> digits)
    {
        Digits = digits;
        _sorted = [.. digits.Order()];
        Id = $"{Kind}/{Fingerprint(Question)}";
        Parts = new SortingParts(digits);
    }

    /// <summary>The list.</summary>
    public IReadOnlyList<int> Digits { get; }

    /// <inheritdoc/>
    public override string Kind => SortingSource.KindName;

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Question => QuestionStart + NumberLists.Write(Digits);

    /// <inheritdoc/>
    public override string DirectPrompt => PromptParts.Direct(Question, ListParts.Form);

    /// <inheritdoc/>
    public override string ReasoningPrompt =>
        PromptParts.Reasoning(Question, "Count how often each number comes, step by step.", ListParts.Form);

    /// <summary>The number of digits.</summary>
    public override int RequiredSteps => Digits.Count;

    /// <summary>A few tokens per digit, and a reserve for the reasoning.</summary>
    public override int ReplyTokens => 200 + (4 * Digits.Count);

    /// <inheritdoc/>
    public override IDivisible Parts { get; }

    /// <inheritdoc/>
    public override string? ExtractAnswer(string reply) => NumberLists.ReadAnswer(reply) is { } list ? NumberLists.Write(list) : null;

    /// <inheritdoc/>
    public override bool? Verify(string answer) => NumberLists.ReadOne(answer)?.SequenceEqual(_sorted) == true;

    /// <summary>Returns the fraction of digits without error: see <see cref="SortingScore"/>.</summary>
    public override double? Score(string answer) => NumberLists.ReadOne(answer) is { } list ? SortingScore.Of(Digits, list) : 0;

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random) => Parts.ShapedSolution(Parts.Whole, right, random);

    /// <summary>Parses the last sorting problem of a text; null if there is none. Never throws.</summary>
    public static SortingProblem? Read(string text)
    {
        var at = text.LastIndexOf(QuestionStart, StringComparison.Ordinal);
        return at >= 0 && NumberLists.ReadAll(text[at..]) is [{ Count: > 0 } digits, ..] ? new SortingProblem(digits) : null;
    }
}
