namespace AgentLoad.Agents.Problems.Examples;

/// <summary>The problems of a source, with worked examples before each.</summary>
/// <param name="source">Makes the problems.</param>
/// <param name="count">Examples before each, at least 1.</param>
/// <exception cref="ArgumentException">The source has too few different problems.</exception>
public sealed class FewShotSource(IProblemSource source, int count) : IProblemSource
{
    private readonly WorkedExamples _examples = new(source, count);

    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public bool HasImages => source.HasImages;

    /// <inheritdoc/>
    public Problem Create(ulong seed) => new FewShotProblem(source.Create(seed), _examples);
}
