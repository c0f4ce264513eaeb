using AgentLoad.Agents.Problems.Moves;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.NPuzzle;

/// <summary>Draws sliding puzzles that take exactly a given number of moves at best.</summary>
/// <param name="size">Tiles along each side, 3 or 4.</param>
/// <param name="moves">Fewest moves to the goal, 1 to 20.</param>
/// <param name="optimal">Only solutions with as few moves as possible are right.</param>
public sealed class NPuzzleSource(int size = 3, int moves = 8, bool optimal = false) : IProblemSource
{
    /// <summary>Name in workloads and records.</summary>
    public const string KindName = "n-puzzle";

    /// <summary>Most moves that a puzzle takes at best; longer ones would take long to search.</summary>
    public const int MaxMoves = 20;

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public Problem Create(ulong seed)
    {
        var random = Seeds.Random(seed, KindName);
        while (true)
        {
            // A walk of that many moves, never straight back, that has no short cut. The goal has a random place for the gap.
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
