using System.Globalization;
using AgentLoad.Agents.Problems;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Agents.Workloads;

/// <summary>Finds valid settings that are probably not intended.</summary>
internal static class WorkloadHints
{
    private const int Samples = 16;
    private const double CharactersAToken = 5;
    private static readonly string[] BetweenModels = ["cascade", "router"];

    /// <summary>Returns one line for each finding, with its path.</summary>
    public static IReadOnlyList<string> Of(Workload workload) =>
        [
            .. workload
                .Groups.Select((group, i) => (group, i))
                .Where(g => !g.group.Roles.ContainsKey("small") && !g.group.Roles.ContainsKey("large"))
                .SelectMany(
                    g => All(g.group.Strategy).Where(s => BetweenModels.Contains(s.Name)).DistinctBy(s => s.Name),
                    (g, strategy) =>
                        $"groups[{g.i}].strategy: {strategy.Name} chooses between a small and a large model, "
                        + "but roles sets neither 'small' nor 'large': "
                        + "both use the default model"
                ),
            .. workload.Groups.SelectMany((group, i) => DataOf(workload, group).Select(text => $"groups[{i}].problem: {text}")),
            .. workload
                .Groups.Select((group, i) => (i, tokens: PromptTokens(group)))
                .Where(g => Context(workload) is { } context && g.tokens > context)
                .Select(g =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"groups[{g.i}].problem: its prompts have about {g.tokens:#,0} tokens, but the simulated node truncates them to "
                            + $"{Context(workload):#,0}: set node.contextLength"
                    )
                ),
        ];

    /// <summary>Returns what the user should know about the group's data.</summary>
    private static IEnumerable<string> DataOf(Workload workload, AgentGroup group)
    {
        var source = ProblemCatalog.SourceOf(group.Problem);
        if (source?.Warning is { } warning)
        {
            yield return warning;
        }

        var share = group.Weight / workload.Groups.Sum(g => g.Weight);
        if (source?.Size is { } size && workload.Load.Tasks is { } tasks && tasks * share > size)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{size:#,0} different problems for about {tasks * share:#,0} tasks: problems repeat, and a server with a prefix cache "
                    + $"answers repeated prompts faster"
            );
        }
    }

    /// <summary>Returns the context window of the embedded node; null if there is no such node or its profile determines it.</summary>
    private static int? Context(Workload workload) =>
        workload.Endpoints.ContainsKey("default")
            ? null
            : workload.Node.ContextLength ?? (workload.Node.Api == ModelApi.OpenAI ? null : NodeSettings.DefaultContext);

    /// <summary>
    /// Estimates the prompt length of a group: the mean length of sample questions plus the context that the strategy adds.
    /// </summary>
    public static double PromptTokens(AgentGroup group)
    {
        if (ProblemCatalog.SourceOf(group.Problem) is not { } source)
        {
            return 0;
        }

        return Enumerable.Range(1, Samples).Average(seed => source.Create((ulong)seed).QuestionWithExamples.Length / CharactersAToken)
            + All(group.Strategy).Max(strategy => strategy.Values.GetValueOrDefault("context") is long words ? words : 0);
    }

    private static IEnumerable<Choice> All(Choice strategy) => strategy.Values.Values.OfType<Choice>().SelectMany(All).Prepend(strategy);
}
