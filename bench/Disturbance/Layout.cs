using System.Globalization;
using Orleans.Runtime;

namespace AgentLoad.Bench.Disturbance;

/// <summary>Where a run is on a cluster, as <c>agentload cluster</c> prints it.</summary>
/// <param name="Grain">Number of the silo with the run's grain; -1 if it is unknown.</param>
/// <param name="Silos">Silos by address, in the order in which agents are placed.</param>
internal sealed record Layout(int Grain, IReadOnlyList<(int Number, int Agents)> Silos)
{
    /// <summary>Agents on all silos.</summary>
    public int Agents => Silos.Sum(silo => silo.Agents);

    /// <summary>Reads the output of the command.</summary>
    /// <param name="output">The output.</param>
    /// <param name="silos">Number of silos that must be listed.</param>
    public static Layout Read(string output, int silos)
    {
        var rows = output.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var listed = rows.Where(row => row.Length > 2 && IsSilo(row[0]))
            .Select(row =>
                (Number: NumberOf(row[0]), Agents: int.Parse(row[2], CultureInfo.InvariantCulture), SiloAddress.FromParsableString(row[^1]))
            )
            .OrderBy(row => row.Item3)
            .Select(row => (row.Number, row.Agents))
            .ToArray();
        var run = rows.FirstOrDefault(row => row.Contains("disturbed", StringComparer.Ordinal));
        var holder = run?.FirstOrDefault(IsSilo);
        return new Layout(holder is null || listed.Length < silos ? -1 : NumberOf(holder), listed);
    }

    /// <summary>The silo that an agent is placed on when the run starts: agents take the silos in turn.</summary>
    public int SiloOf(int agent) => Silos[agent % Silos.Count].Number;

    /// <summary>Agents of a silo.</summary>
    public int AgentsOf(int silo) => Silos.FirstOrDefault(row => row.Number == silo).Agents;

    private static bool IsSilo(string word) => word.StartsWith("silo", StringComparison.Ordinal) && word.Length == "silo".Length + 1;

    private static int NumberOf(string silo) => silo[^1] - '0';
}
