namespace AgentLoad.Agents.Grains.Runs;

/// <summary>How the agents of a run are distributed over silos.</summary>
internal static class AgentBalance
{
    /// <summary>A silo may have so much more or fewer agents than its share before agents migrate.</summary>
    private const double Tolerance = 0.1;

    /// <summary>The silo with the fewest agents; of several, the first by address. Null if there is none.</summary>
    public static string? FindLeastLoaded(IReadOnlyDictionary<string, int> agents, IEnumerable<string> silos) =>
        silos.Order(StringComparer.Ordinal).MinBy(silo => agents.GetValueOrDefault(silo));

    /// <summary>Returns how many agents must migrate from one silo to another, so that every silo has its share.</summary>
    /// <param name="agentsBySilo">Number of agents by silo.</param>
    /// <param name="silos">The silos that take agents.</param>
    public static IReadOnlyList<(string From, string To, int Agents)> FindMigrations(
        IReadOnlyDictionary<string, int> agentsBySilo,
        IEnumerable<string> silos
    )
    {
        var counts = silos.Distinct(StringComparer.Ordinal).ToDictionary(silo => silo, silo => agentsBySilo.GetValueOrDefault(silo));
        if (counts.Count < 2)
        {
            return [];
        }

        var share = counts.Values.Sum() / (double)counts.Count;
        if (counts.Values.All(count => Math.Abs(count - share) <= Math.Max(1, Tolerance * share)))
        {
            return [];
        }

        // The silos that have the most agents keep the remainder.
        var (floor, remainder) = Math.DivRem(counts.Values.Sum(), counts.Count);
        var surplus = counts
            .OrderByDescending(silo => silo.Value)
            .Select((silo, i) => (silo.Key, Agents: silo.Value - floor - (i < remainder ? 1 : 0)))
            .ToArray();
        var takers = new Queue<(string Silo, int Agents)>(surplus.Where(s => s.Agents < 0).Select(s => (s.Key, -s.Agents)));
        var migrations = new List<(string, string, int)>();
        foreach (var (from, agents) in surplus.Where(s => s.Agents > 0))
        {
            for (var left = agents; left > 0; )
            {
                var (to, missing) = takers.Dequeue();
                var moved = Math.Min(left, missing);
                migrations.Add((from, to, moved));
                left -= moved;
                if (missing > moved)
                {
                    takers = new Queue<(string, int)>(takers.Prepend((to, missing - moved)));
                }
            }
        }

        return migrations;
    }
}
