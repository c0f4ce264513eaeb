namespace AgentLoad.Agents.Problems.Vision;

/// <summary>A question about images without a correct answer: the load of multimodal prompts. The session sends the images.</summary>
/// <param name="kind">Name of the kind.</param>
/// <param name="id">Id within the kind.</param>
/// <param name="draw">Renders the images; called once, on first access.</param>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
/// <param name="count">Number of images or frames.</param>
internal sealed class VisionProblem(
    string kind,
    string id,
    Func<IReadOnlyList<ReadOnlyMemory<byte>>> draw,
    int width,
    int height,
    int count
) : Problem
{
    private readonly Lazy<IReadOnlyList<ReadOnlyMemory<byte>>> _images = new(draw);

    /// <inheritdoc/>
    public override string Kind => kind;

    /// <inheritdoc/>
    public override string Id => $"{kind}/{id}";

    /// <inheritdoc/>
    public override string Question =>
        kind == VisionSource.VideoKind
            ? $"These are {count} frames of a video, {width}x{height} pixels each, in order (video {id}). "
                + "Describe what moves, and where to."
            : $"Describe the coloured shapes in {(count == 1 ? "this image" : $"these {count} images")} of {width}x{height} pixels "
                + $"(image {id}): where they are and which cover others.";

    /// <inheritdoc/>
    public override string DirectPrompt => Question;

    /// <inheritdoc/>
    public override string ReasoningPrompt => $"{Question}\nThink step by step before you answer.";

    /// <inheritdoc/>
    public override IReadOnlyList<ReadOnlyMemory<byte>> Images => _images.Value;

    /// <summary>Returns the trimmed reply; null if it is empty.</summary>
    public override string? ExtractAnswer(string reply) => string.IsNullOrWhiteSpace(reply) ? null : reply.Trim();

    /// <summary>Always returns null: the answer cannot be verified.</summary>
    public override bool? Verify(string answer) => null;

    /// <inheritdoc/>
    public override string ShapedAnswer(bool right, Random random) => OpenPrompt.OpenPromptSource.GenerateText(20, random);
}
