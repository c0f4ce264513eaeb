namespace AgentLoad.Agents.Problems.Moves;

/// <summary>A sequence of moves with minimum cost.</summary>
/// <param name="Moves">The moves in order.</param>
/// <param name="Cost">Total cost.</param>
internal sealed record MovePlan(IReadOnlyList<Move> Moves, int Cost)
{
    private const int MaxPositions = 400_000;

    /// <summary>
    /// Finds a plan with minimum cost by A* (Hart, Nilsson, Raphael 1968), which is Dijkstra's algorithm if the estimate is 0; null if no
    /// plan costs at most <paramref name="limit"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The search expanded more than 400,000 positions.</exception>
    public static MovePlan? Find(MoveRules rules, string from, int limit = int.MaxValue)
    {
        var costs = new Dictionary<string, int>(StringComparer.Ordinal) { [from] = 0 };
        var made = new Dictionary<string, (string Before, Move Move)>(StringComparer.Ordinal);
        var closed = new HashSet<string>(StringComparer.Ordinal);
        var open = new PriorityQueue<string, (int Total, int Left)>();
        open.Enqueue(from, (rules.Estimate(from), rules.Estimate(from)));
        while (open.TryDequeue(out var position, out var priority) && priority.Total <= limit)
        {
            if (!closed.Add(position))
            {
                continue;
            }

            if (rules.IsGoal(position))
            {
                return new MovePlan(TraceBack(made, from, position), costs[position]);
            }

            if (closed.Count > MaxPositions)
            {
                throw new InvalidOperationException("The puzzle is too large to search.");
            }

            foreach (var move in rules.Moves(position))
            {
                var cost = costs[position] + move.Cost;
                if (costs.TryGetValue(move.Next, out var known) && known <= cost)
                {
                    continue;
                }

                costs[move.Next] = cost;
                made[move.Next] = (position, move);
                var left = rules.Estimate(move.Next);
                open.Enqueue(move.Next, (cost + left, left));
            }
        }

        return null;
    }

    private static IReadOnlyList<Move> TraceBack(Dictionary<string, (string Before, Move Move)> made, string from, string position)
    {
        var moves = new List<Move>();
        for (; position != from; position = made[position].Before)
        {
            moves.Add(made[position].Move);
        }

        moves.Reverse();
        return moves;
    }
}
