namespace AgentLoad.Agents.Problems.Vision;

/// <summary>A question about images that has no right answer: the load of multimodal prompts. The session sends the images along.</summary>
/// <param name="kind">The kind's name.</param>
/// <param name="id">Names it within its kind.</param>
/// <param name="draw">Makes the images; called once, when they are first needed.</param>
/// <param name="width">Pixels a row.</param>
/// <param name="height">Rows.</param>
/// <param name="count">Images, or frames.</param>
public sealed class VisionProblem(string kind, string id, Func<IReadOnlyList<ReadOnlyMemory<byte>>> draw, int width, int height, int count)
    : Problem
{
    private readonly Lazy<IReadOnlyList<ReadOnlyMemory<byte>>> _images = new(draw);

    /// <inheritdoc/>
    public override string Kind => kind;

    /// <inheritdoc/>
    public override string Id => $"{kind}/{id}";

    /// <inheritdoc/>
    public override string Question =>
        kind == VisionSource.VideoKind
            ? $"These are {count} frames of a video, {width}x{height} pixels each, in order (video {id}). Describe what moves, and where to."
            : $"Describe the coloured shapes in {(count == 1 ? "this image" : $"these {count} images")} of {width}x{height} pixels (image {id}): where they are and which cover others.";

    /// <inheritdoc/>
    public override string DirectPrompt => Question;

    /// <inheritdoc/>
    public override string ReasoningPrompt => $"{Question}\nThink step by step before you answer.";

    /// <inheritdoc/>
    public override IReadOnlyList<ReadOnlyMemory<byte>> Images => _images.Value;

    /// <summary>The reply without surrounding space; null where it is empty.</summary>
    public override string? ExtractAnswer(string reply) => string.IsNullOrWhiteSpace(reply) ? null : reply.Trim();

    /// <summary>Always null: there is nothing to verify.</summary>
    public override bool? Verify(string answer) => null;

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random) => OpenPrompt.OpenPromptSource.GenerateText(20, random);
}
