namespace AgentLoad.Simulation.Answers;

/// <summary>How a <see cref="SkilledReplyGenerator"/> writes.</summary>
public sealed record ReplyGeneratorOptions
{
    /// <summary>Share of replies that cannot be parsed, at skill 0; it falls to nothing at skill 1.</summary>
    /// <value>The default is 0.1.</value>
    public double UnparsableShare { get; init; } = 0.1;

    /// <summary>Sentences of reasoning that a thinking model writes before it answers.</summary>
    /// <value>The default is 12.</value>
    public int ThinkingSentences { get; init; } = 12;

    /// <summary>Part of a model's name that marks it as a thinking model.</summary>
    /// <value>The default is "think".</value>
    public string ThinkingMark { get; init; } = "think";
}
