using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems.Examples;

/// <summary>Decorates a problem: its prompts begin with few-shot examples.</summary>
/// <param name="problem">The problem.</param>
/// <param name="examples">The examples.</param>
internal sealed class FewShotProblem(Problem problem, WorkedExamples examples) : Problem
{
    /// <inheritdoc/>
    public override string Kind => problem.Kind;

    /// <inheritdoc/>
    public override string Id => problem.Id;

    /// <inheritdoc/>
    public override string Question => problem.Question;

    /// <inheritdoc/>
    public override string ExampleQuestion => problem.ExampleQuestion;

    /// <inheritdoc/>
    public override string QuestionWithExamples => examples.Before(problem.Id, isWorked: true) + problem.QuestionWithExamples;

    /// <summary>Examples with answers only, followed by the problem's prompt.</summary>
    public override string DirectPrompt => examples.Before(problem.Id, isWorked: false) + problem.DirectPrompt;

    /// <summary>Examples with reasoning steps, followed by the problem's prompt.</summary>
    public override string ReasoningPrompt => examples.Before(problem.Id, isWorked: true) + problem.ReasoningPrompt;

    /// <inheritdoc/>
    public override IReadOnlyList<ITool> Tools => problem.Tools;

    /// <inheritdoc/>
    public override IReadOnlyList<ReadOnlyMemory<byte>> Images => problem.Images;

    /// <inheritdoc/>
    public override ISearchSpace? Search => problem.Search;

    /// <inheritdoc/>
    public override IDivisible? Parts => problem.Parts;

    /// <inheritdoc/>
    public override int RequiredSteps => problem.RequiredSteps;

    /// <inheritdoc/>
    public override int ReplyTokens => problem.ReplyTokens;

    /// <inheritdoc/>
    public override IGame? Game => problem.Game;

    /// <inheritdoc/>
    public override string? ExtractAnswer(string reply) => problem.ExtractAnswer(reply);

    /// <inheritdoc/>
    public override bool? Verify(string answer) => problem.Verify(answer);

    /// <inheritdoc/>
    public override ValueTask<bool?> VerifyAsync(string answer, CancellationToken cancellationToken) =>
        problem.VerifyAsync(answer, cancellationToken);

    /// <inheritdoc/>
    public override bool HasVerifier => problem.HasVerifier;

    /// <inheritdoc/>
    public override double? Score(string answer) => problem.Score(answer);

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random) => problem.ShapedAnswer(right, random);

    /// <inheritdoc/>
    public override WorkedSolution Solve(Random random) => problem.Solve(random);

    /// <inheritdoc/>
    public override string ExtractFinding(string toolText) => problem.ExtractFinding(toolText);
}
