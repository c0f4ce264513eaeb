using AgentLoad.Simulation.Answers.Styles;

namespace AgentLoad.Simulation.Answers;

/// <summary>Options of a <see cref="SkilledReplyGenerator"/>.</summary>
internal sealed record ReplyGeneratorOptions
{
    /// <summary>Fraction of unparsable replies at skill 0; it decreases linearly to 0 at skill 1.</summary>
    /// <value>The default is 0.1.</value>
    public double UnparsableShare { get; init; } = 0.1;

    /// <summary>How replies are written.</summary>
    /// <value>The default is <see cref="ReplyStyle.Plain"/>.</value>
    public ReplyStyle Style { get; init; } = ReplyStyle.Plain;

    /// <summary>Number of reasoning sentences that a thinking model writes before it answers.</summary>
    /// <value>The default is 12.</value>
    public int ThinkingSentences { get; init; } = 12;

    /// <summary>Part of a model's name that identifies a thinking model.</summary>
    /// <value>The default is "think".</value>
    public string ThinkingMark { get; init; } = "think";
}
