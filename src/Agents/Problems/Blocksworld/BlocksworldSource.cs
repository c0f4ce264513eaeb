using AgentLoad.Agents.Problems.Moves;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.Blocksworld;

/// <summary>Draws two random arrangements of the same blocks.</summary>
/// <param name="blocks">Number of blocks, 2 to 10.</param>
/// <param name="optimal">True if only plans with the minimum number of moves are correct.</param>
internal sealed class BlocksworldSource(int blocks = 5, bool optimal = false) : IProblemSource
{
    /// <summary>Name in workloads and records.</summary>
    public const string KindName = "blocksworld";

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public Problem Create(ulong seed)
    {
        var random = Seeds.Random(seed, KindName);
        var start = Draw(random);
        string goal;
        do
        {
            goal = Draw(random);
        } while (goal == start);
        return new MoveProblem(KindName, new BlocksworldRules(start, goal), optimal);
    }

    // Each block is put on an existing stack or starts a new one.
    private string Draw(Random random)
    {
        char[] names = [.. Enumerable.Range(0, blocks).Select(n => (char)('A' + n))];
        random.Shuffle(names);
        var stacks = new List<string>();
        foreach (var name in names)
        {
            var at = random.Next(stacks.Count + 1);
            if (at == stacks.Count)
            {
                stacks.Add(name.ToString());
            }
            else
            {
                stacks[at] += name;
            }
        }

        return BlocksworldRules.Position(stacks);
    }
}
