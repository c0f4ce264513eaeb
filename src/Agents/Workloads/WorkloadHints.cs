namespace AgentLoad.Agents.Workloads;

/// <summary>What is allowed in a workload, but hardly what was meant.</summary>
public static class WorkloadHints
{
    private static readonly string[] BetweenModels = ["cascade", "router"];

    /// <summary>One line for each finding, with its place.</summary>
    public static IReadOnlyList<string> Of(Workload workload) =>
    [
        .. workload.Groups.Select((group, i) => (group, i))
            .Where(g => !g.group.Roles.ContainsKey("small") && !g.group.Roles.ContainsKey("large"))
            .SelectMany(g => All(g.group.Strategy).Where(s => BetweenModels.Contains(s.Name)).DistinctBy(s => s.Name), (g, strategy) =>
                $"groups[{g.i}].strategy: {strategy.Name} chooses between a small and a large model, but roles binds neither 'small' nor 'large': both are the default model"),
    ];

    private static IEnumerable<Choice> All(Choice strategy) => strategy.Values.Values.OfType<Choice>().SelectMany(All).Prepend(strategy);
}
