using AgentLoad.Agents.Problems.Moves;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.ShortestPath;

/// <summary>
/// Draws connected road maps with costs from 1 to 9. The destination is the place with the most roads on its shortest path.
/// </summary>
/// <param name="nodes">Number of places, 4 to 60.</param>
/// <param name="degree">Mean number of roads per place, 2 to 8.</param>
/// <param name="optimal">True if only shortest paths are correct.</param>
internal sealed class ShortestPathSource(int nodes = 10, double degree = 3, bool optimal = true) : IProblemSource
{
    /// <summary>Name in workloads and records.</summary>
    public const string KindName = "shortest-path";

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public Problem Create(ulong seed)
    {
        var random = Seeds.Random(seed, KindName);
        var roads = new Dictionary<(int, int), int>();
        for (var node = 1; node < nodes; node++)
        {
            roads.Add((random.Next(node), node), random.Next(1, 10));
        }

        var wanted = Math.Min((int)Math.Round(nodes * degree / 2), nodes * (nodes - 1) / 2);
        while (roads.Count < wanted)
        {
            var (a, b) = (random.Next(nodes), random.Next(nodes));
            if (a < b)
            {
                roads.TryAdd((a, b), random.Next(1, 10));
            }
        }

        Road[] all = [.. roads.Select(r => new Road(PlaceName(r.Key.Item1), PlaceName(r.Key.Item2), r.Value))];
        random.Shuffle(all);
        var from = PlaceName(random.Next(nodes));
        var to = Enumerable
            .Range(0, nodes)
            .Select(PlaceName)
            .Where(n => n != from)
            .MaxBy(n => MovePlan.Find(new ShortestPathRules(all, from, n), from)!.Moves.Count)!;
        return new MoveProblem(KindName, new ShortestPathRules(all, from, to), optimal);
    }

    private static string PlaceName(int number) =>
        number < 26 ? $"{(char)('A' + number)}" : $"{(char)('A' + (number / 26) - 1)}{(char)('A' + (number % 26))}";
}
