namespace AgentLoad.Agents.Problems.Datasets.Answers;

/// <summary>Answers are not judged.</summary>
internal sealed class NoCheck : AnswerCheck
{
    /// <inheritdoc/>
    public override string Form => "<answer>";

    /// <inheritdoc/>
    public override string? Expect(string text) => text;

    /// <summary>Returns the trimmed reply; null if it is empty.</summary>
    public override string? Read(string reply) => string.IsNullOrWhiteSpace(reply) ? null : reply.Trim();

    /// <inheritdoc/>
    public override bool IsCorrect(string answer, string expected) => false;

    /// <inheritdoc/>
    public override string Wrong(string expected, Random random) => OpenPrompt.OpenPromptSource.GenerateText(20, random);
}
