using System.Globalization;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems.MultiHop;

/// <summary>Draws a graph and a path for each problem.</summary>
/// <param name="hops">Length of the path; less than <paramref name="entities"/>.</param>
/// <param name="entities">Number of people in the graph.</param>
/// <param name="behaviour">Latency and injected failures of the tools.</param>
internal sealed class MultiHopSource(int hops, int entities, ToolBehaviour behaviour) : IProblemSource
{
    /// <summary>Name in workloads and records.</summary>
    public const string KindName = "multihop";

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public Problem Create(ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(hops, entities);
        var random = Seeds.Random(seed, KindName);
        while (true)
        {
            var graph = new EntityGraph(entities, random);
            var relations = Enumerable
                .Range(0, hops)
                .Select(_ => EntityGraph.Relations[random.Next(EntityGraph.Relations.Count)])
                .ToArray();
            List<string> path = [graph.Names[random.Next(entities)]];
            foreach (var relation in relations)
            {
                path.Add(graph.Follow(path[^1], relation)!);
            }

            // A path that visits a person twice could be shortened.
            if (path.Distinct(StringComparer.Ordinal).Count() == path.Count)
            {
                return new MultiHopProblem(seed.ToString("x16", CultureInfo.InvariantCulture), graph, path, relations, behaviour);
            }
        }
    }
}
