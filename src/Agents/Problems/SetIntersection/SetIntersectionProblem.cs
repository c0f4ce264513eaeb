using AgentLoad.Agents.Problems.Lists;

namespace AgentLoad.Agents.Problems.SetIntersection;

/// <summary>Find the common numbers of two sets. Solved if the answer contains each of them exactly once, in any order.</summary>
internal sealed class SetIntersectionProblem : Problem
{
    internal const string QuestionStart = "Find the numbers that are in both of these sets.";
    private readonly SetIntersectionParts _parts;

    /// <summary>Creates a problem with two sets.</summary>
    public SetIntersectionProblem(IReadOnlyList<int> first, IReadOnlyList<int> second)
    {
        (First, Second) = (first, second);
        Id = $"{Kind}/{Fingerprint(Question)}";
        _parts = new SetIntersectionParts(first, second);
    }

    /// <summary>The first set.</summary>
    public IReadOnlyList<int> First { get; }

    /// <summary>The second set.</summary>
    public IReadOnlyList<int> Second { get; }

    /// <inheritdoc/>
    public override string Kind => SetIntersectionSource.KindName;

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Question => Ask(NumberLists.Write(First), Second);

    /// <inheritdoc/>
    public override string DirectPrompt => PromptParts.Direct(Question, ListParts.Form);

    /// <inheritdoc/>
    public override string ReasoningPrompt =>
        PromptParts.Reasoning(Question, "Go through the first set number by number and look each up in the second.", ListParts.Form);

    /// <summary>The size of the first set.</summary>
    public override int RequiredSteps => First.Count;

    /// <summary>A few tokens per number of the first set.</summary>
    public override int ReplyTokens => 200 + (6 * First.Count);

    /// <inheritdoc/>
    public override IDivisible Parts => _parts;

    /// <summary>Returns the numbers of the answer, ascending.</summary>
    public override string? ExtractAnswer(string reply) => _parts.ReadSolution(reply);

    /// <inheritdoc/>
    public override bool? Verify(string answer) =>
        NumberLists.ReadOne(answer) is { } list && list.Order().SequenceEqual(First.Intersect(Second).Order());

    /// <summary>
    /// Returns the Jaccard index of the answer and the common numbers: |intersection| / |union|. Duplicates lower the score.
    /// </summary>
    public override double? Score(string answer) => _parts.Score(_parts.Whole, answer);

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random) => _parts.ShapedSolution(_parts.Whole, right, random);

    /// <summary>Parses the last set intersection problem of a text; null if there is none. Never throws.</summary>
    public static SetIntersectionProblem? Read(string text)
    {
        var at = text.LastIndexOf(QuestionStart, StringComparison.Ordinal);
        return at >= 0 && NumberLists.ReadAll(text[at..]) is [var first, var second, ..] ? new SetIntersectionProblem(first, second) : null;
    }

    internal static string Ask(string first, IEnumerable<int> second) =>
        $"{QuestionStart}\nFirst: {first}\nSecond: {NumberLists.Write(second)}";
}
