using System.Globalization;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems.MultiHop;

/// <summary>Draws a graph and one or more independent chains of relations for each problem.</summary>
/// <param name="hops">Number of lookups in all chains; less than <paramref name="entities"/>.</param>
/// <param name="entities">Number of people in the graph.</param>
/// <param name="behaviour">Latency and injected failures of the tools.</param>
/// <param name="branches">Number of chains, at most one per hop; their lengths differ by at most one.</param>
internal sealed class MultiHopSource(int hops, int entities, ToolBehaviour behaviour, int branches = 1) : IProblemSource
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
            var count = Math.Min(branches, hops);
            (Chain Chain, IReadOnlyList<string> Path)[] drawn =
            [
                .. Enumerable.Range(0, count).Select(branch => Draw(graph, (hops / count) + (branch < hops % count ? 1 : 0), random)),
            ];

            // A path that visits a person twice could be shortened.
            if (drawn.All(branch => branch.Path.Distinct(StringComparer.Ordinal).Count() == branch.Path.Count))
            {
                return new MultiHopProblem(
                    seed.ToString("x16", CultureInfo.InvariantCulture),
                    graph,
                    [.. drawn.Select(branch => branch.Chain)],
                    [.. drawn.Select(branch => branch.Path)],
                    behaviour
                );
            }
        }
    }

    private (Chain Chain, IReadOnlyList<string> Path) Draw(EntityGraph graph, int length, Random random)
    {
        var relations = Enumerable.Range(0, length).Select(_ => EntityGraph.Relations[random.Next(EntityGraph.Relations.Count)]).ToArray();
        List<string> path = [graph.Names[random.Next(entities)]];
        foreach (var relation in relations)
        {
            path.Add(graph.Follow(path[^1], relation)!);
        }

        return (new Chain(path[0], relations), path);
    }
}
