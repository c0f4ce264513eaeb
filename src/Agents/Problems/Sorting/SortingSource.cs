using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.Sorting;

/// <summary>Draws lists of digits with repetitions, as in the sorting task of Graph of Thoughts.</summary>
/// <param name="length">Length of the list.</param>
internal sealed class SortingSource(int length = 32) : IProblemSource
{
    /// <summary>Name in workloads and records.</summary>
    public const string KindName = "sorting";

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public Problem Create(ulong seed)
    {
        var random = Seeds.Random(seed, KindName);
        return new SortingProblem([.. Enumerable.Range(0, length).Select(_ => random.Next(10))]);
    }
}
