using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.SetIntersection;

/// <summary>
/// Draws two sets of numbers from a range of twice their size, as in the set intersection task of Graph of Thoughts. On average, half of
/// each set is common.
/// </summary>
/// <param name="length">Size of each set.</param>
internal sealed class SetIntersectionSource(int length = 32) : IProblemSource
{
    /// <summary>Name in workloads and records.</summary>
    public const string KindName = "set-intersection";

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public Problem Create(ulong seed)
    {
        var random = Seeds.Random(seed, KindName);
        return new SetIntersectionProblem(Draw(), Draw());

        int[] Draw()
        {
            int[] all = [.. Enumerable.Range(0, 2 * length)];
            random.Shuffle(all);
            return all[..length];
        }
    }
}
