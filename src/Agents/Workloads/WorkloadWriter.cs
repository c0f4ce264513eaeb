using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Workloads.Schema;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads;

/// <summary>
/// Writes a workload as YAML with every value explicit, as saved with results. API keys and passwords in addresses become "***".
/// </summary>
internal static class WorkloadWriter
{
    /// <summary>Writes a workload. Reading the text back gives the same workload, except for secrets.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="catalogues">If given, unset settings of strategies and problems are written with their defaults.</param>
    public static string Write(Workload workload, WorkloadInputs? catalogues = null) =>
        NodeText.Write(
            (MapNode)
                WorkloadSchema
                    .Of(new WorkloadInputs())
                    .Write(
                        catalogues is null ? workload : workload with { Groups = [.. workload.Groups.Select(g => Explicit(g, catalogues))] }
                    )
        );

    private static AgentGroup Explicit(AgentGroup group, WorkloadInputs catalogues) =>
        group with
        {
            Problem = Explicit(
                group.Problem,
                catalogues.Problems.FirstOrDefault(e => e.Name == group.Problem.Name)?.Parameters,
                catalogues
            ),
            Strategy = ExplicitStrategy(group.Strategy, catalogues),
        };

    private static Choice ExplicitStrategy(Choice strategy, WorkloadInputs catalogues) =>
        Explicit(strategy, catalogues.Strategies.FirstOrDefault(e => e.Name == strategy.Name)?.Parameters, catalogues);

    private static Choice Explicit(Choice choice, IReadOnlyList<Parameter>? parameters, WorkloadInputs catalogues) =>
        parameters is null
            ? choice
            : choice with
            {
                Values = new Settings(parameters, choice.Values).Values.ToDictionary(
                    v => v.Key,
                    v => v.Value is Choice inner ? ExplicitStrategy(inner, catalogues) : v.Value,
                    StringComparer.Ordinal
                ),
            };
}
