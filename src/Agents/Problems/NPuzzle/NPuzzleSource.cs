using AgentLoad.Agents.Problems.Moves;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.NPuzzle;

/// <summary>Draws sliding puzzles with a given optimal number of moves.</summary>
/// <param name="size">Number of tiles per side, 3 or 4.</param>
/// <param name="moves">Minimum number of moves to the goal, 1 to 20.</param>
/// <param name="optimal">True if only solutions with the minimum number of moves are correct.</param>
internal sealed class NPuzzleSource(int size = 3, int moves = 8, bool optimal = false) : IProblemSource
{
    /// <summary>Name in workloads and records.</summary>
    public const string KindName = "n-puzzle";

    /// <summary>Maximum of the optimal number of moves; the search for longer solutions would take too long.</summary>
    public const int MaxMoves = 20;

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public Problem Create(ulong seed)
    {
        var random = Seeds.Random(seed, KindName);
        while (true)
        {
            // A random walk from the goal without immediate reversals; repeated until no shorter solution exists.
            var goal = NPuzzleRules.Ordered(size, random.Next(size * size));
            var (position, before) = (goal, "");
            var rules = new NPuzzleRules(size, goal, goal);
            for (var made = 0; made < moves; made++)
            {
                var next = rules.Moves(position).Where(m => m.Next != before).ToArray();
                (before, position) = (position, next[random.Next(next.Length)].Next);
            }

            var drawn = new NPuzzleRules(size, position, goal);
            if (MovePlan.Find(drawn, position, moves - 1) is null)
            {
                return new MoveProblem(KindName, drawn, optimal);
            }
        }
    }
}
