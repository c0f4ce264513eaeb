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
    /// <param name="agents">Number of agents by silo.</param>
    /// <param name="silos">The silos that take agents.</param>
    public static IReadOnlyList<(string From, string To, int Agents)> FindMigrations(
        IReadOnlyDictionary<string, int> agents,
        IEnumerable<string> silos
    )
    {
        var counts = silos.Distinct(StringComparer.Ordinal).ToDictionary(silo => silo, silo => agents.GetValueOrDefault(silo));
        if (counts.Count < 2)
        {
            return [];
        }

        var share = counts.Values.Sum() / (double)counts.Count;
        if (counts.Values.All(count => Math.Abs(count - share) <= Math.Max(1, Tolerance * share)))
        {
            return [];
        }

        var migrations = new List<(string, string, int)>();
        while (true)
        {
            var (most, least) = (counts.MaxBy(silo => silo.Value), counts.MinBy(silo => silo.Value));
            var moved = (int)Math.Min(most.Value - Math.Ceiling(share), Math.Floor(share) - least.Value);
            moved = moved <= 0 ? (most.Value - least.Value) / 2 : moved;
            if (moved <= 0)
            {
                return migrations;
            }

            migrations.Add((most.Key, least.Key, moved));
            counts[most.Key] -= moved;
            counts[least.Key] += moved;
        }
    }
}
