namespace AgentLoad.Agents.Problems.OpenPrompt;

/// <summary>A prompt of a given length without a correct answer.</summary>
/// <param name="id">Id within the kind.</param>
/// <param name="text">The prompt.</param>
internal sealed class OpenProblem(string id, string text) : Problem
{
    /// <inheritdoc/>
    public override string Kind => OpenPromptSource.KindName;

    /// <inheritdoc/>
    public override string Id => $"{Kind}/{id}";

    /// <inheritdoc/>
    public override string Question => text;

    /// <inheritdoc/>
    public override string DirectPrompt => text;

    /// <inheritdoc/>
    public override string ReasoningPrompt => $"{text}\nThink step by step before you answer.";

    /// <summary>Returns the trimmed reply; null if it is empty.</summary>
    public override string? ExtractAnswer(string reply) => string.IsNullOrWhiteSpace(reply) ? null : reply.Trim();

    /// <summary>Always returns null: the answer cannot be verified.</summary>
    public override bool? Verify(string answer) => null;

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random) => OpenPromptSource.GenerateText(20, random);
}
