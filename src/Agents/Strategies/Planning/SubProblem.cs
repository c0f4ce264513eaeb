using System.Globalization;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Strategies.Planning;

/// <summary>
/// A part of a problem, for a strategy that works inside another: asked for in words, answered in words, with the whole problem's tools.
/// No verifier knows whether its answer is right.
/// </summary>
/// <param name="whole">The problem that it is a part of.</param>
/// <param name="place">Its place ("step/2").</param>
/// <param name="question">What is asked.</param>
/// <param name="isWhole">True where its answer is one to the whole problem: it is read, drawn and verified as such.</param>
public sealed class SubProblem(Problem whole, string place, string question, bool isWhole = false) : Problem
{
    /// <inheritdoc/>
    public override string Kind => whole.Kind;

    /// <inheritdoc/>
    public override string Id => $"{whole.Id}/{place}";

    /// <inheritdoc/>
    public override string Question => question;

    /// <inheritdoc/>
    public override string DirectPrompt => $"{question}\nReply with one line and nothing else, of the form: {AnswerLine.Prefix} <result>";

    /// <inheritdoc/>
    public override string ReasoningPrompt =>
        $"{question}\nThink step by step. Then end with one line of the form: {AnswerLine.Prefix} <result>";

    /// <inheritdoc/>
    public override IReadOnlyList<ITool> Tools => whole.Tools;

    /// <inheritdoc/>
    public override int ReplyTokens => whole.ReplyTokens;

    /// <inheritdoc/>
    public override string? ExtractAnswer(string reply) => isWhole ? whole.ExtractAnswer(reply) : AnswerLine.Last(reply);

    /// <inheritdoc/>
    public override bool? Verify(string answer) => isWhole ? whole.Verify(answer) : null;

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random) =>
        isWhole ? whole.ShapedAnswer(right, random) : string.Create(CultureInfo.InvariantCulture, $"result {random.Next(1, 1000)}");
}
