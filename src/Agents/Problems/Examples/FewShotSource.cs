namespace AgentLoad.Agents.Problems.Examples;

/// <summary>Adds few-shot examples to the problems of a source.</summary>
/// <param name="source">The source of the problems.</param>
/// <param name="count">Number of examples, at least 1.</param>
/// <exception cref="ArgumentException">The source has too few distinct problems.</exception>
internal sealed class FewShotSource(IProblemSource source, int count) : IProblemSource
{
    private readonly WorkedExamples _examples = new(source, count);

    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public bool HasImages => source.HasImages;

    /// <inheritdoc/>
    public long? Size => source.Size;

    /// <inheritdoc/>
    public bool CanShape => source.CanShape;

    /// <inheritdoc/>
    public string? Warning => source.Warning;

    /// <inheritdoc/>
    public Problem Create(ulong seed) => new FewShotProblem(source.Create(seed), _examples);

    /// <inheritdoc/>
    public Problem Draw(ulong seed, string kind, long number) => new FewShotProblem(source.Draw(seed, kind, number), _examples);
}
