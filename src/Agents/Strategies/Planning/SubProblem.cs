using System.Globalization;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Strategies.Planning;

/// <summary>
/// A part of a problem for a nested strategy. Question and answer are free text; the tools are those of the whole problem. The answer
/// cannot be verified.
/// </summary>
/// <param name="whole">The whole problem.</param>
/// <param name="place">Place of the nested strategy ("step/2").</param>
/// <param name="question">The question.</param>
/// <param name="isWhole">True if the answer is an answer to the whole problem: it is parsed, drawn and verified accordingly.</param>
internal sealed class SubProblem(Problem whole, string place, string question, bool isWhole = false) : Problem
{
    /// <inheritdoc/>
    public override string Kind => whole.Kind;

    /// <inheritdoc/>
    public override string Id => $"{whole.Id}/{place}";

    /// <inheritdoc/>
    public override string Question => question;

    /// <inheritdoc/>
    public override string DirectPrompt => $"{question}\nReply with one line and nothing else, of the form: {AnswerText.Prefix} <result>";

    /// <inheritdoc/>
    public override string ReasoningPrompt =>
        $"{question}\nThink step by step. Then end with one line of the form: {AnswerText.Prefix} <result>";

    /// <inheritdoc/>
    public override IReadOnlyList<ITool> Tools => whole.Tools;

    /// <inheritdoc/>
    public override int ReplyTokens => whole.ReplyTokens;

    /// <inheritdoc/>
    public override string? ExtractAnswer(string reply) => isWhole ? whole.ExtractAnswer(reply) : AnswerText.ReadLine(reply);

    /// <inheritdoc/>
    public override bool? Verify(string answer) => isWhole ? whole.Verify(answer) : null;

    /// <inheritdoc/>
    public override ValueTask<bool?> VerifyAsync(string answer, CancellationToken cancellationToken) =>
        isWhole ? whole.VerifyAsync(answer, cancellationToken) : new((bool?)null);

    /// <inheritdoc/>
    public override bool HasVerifier => isWhole && whole.HasVerifier;

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random) =>
        isWhole ? whole.ShapedAnswer(right, random) : string.Create(CultureInfo.InvariantCulture, $"result {random.Next(1, 1000)}");
}
