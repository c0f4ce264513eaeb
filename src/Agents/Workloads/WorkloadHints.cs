using System.Globalization;
using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Agents.Workloads;

/// <summary>What is allowed in a workload, but hardly what was meant.</summary>
public static class WorkloadHints
{
    private const int Samples = 16;
    private const double CharactersAToken = 5;
    private static readonly string[] BetweenModels = ["cascade", "router"];

    /// <summary>One line for each finding, with its place.</summary>
    public static IReadOnlyList<string> Of(Workload workload) =>
        [
            .. workload
                .Groups.Select((group, i) => (group, i))
                .Where(g => !g.group.Roles.ContainsKey("small") && !g.group.Roles.ContainsKey("large"))
                .SelectMany(
                    g => All(g.group.Strategy).Where(s => BetweenModels.Contains(s.Name)).DistinctBy(s => s.Name),
                    (g, strategy) =>
                        $"groups[{g.i}].strategy: {strategy.Name} chooses between a small and a large model, but roles binds neither 'small' nor 'large': both are the default model"
                ),
            .. workload
                .Groups.Select((group, i) => (i, tokens: PromptTokens(group)))
                .Where(g => Context(workload) is { } context && g.tokens > context)
                .Select(g =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"groups[{g.i}].problem: its prompts have about {g.tokens:#,0} tokens, but the simulated node cuts them to {Context(workload):#,0}: set node.contextLength"
                    )
                ),
        ];

    /// <summary>Context window of the embedded node; null where there is none, or its profile says.</summary>
    private static int? Context(Workload workload) =>
        workload.Endpoints.ContainsKey("default")
            ? null
            : workload.Node.ContextLength ?? (workload.Node.Api == ModelApi.OpenAI ? null : NodeSettings.DefaultContext);

    /// <summary>Mean length of the question by some problems, with what the strategy puts before it.</summary>
    private static double PromptTokens(AgentGroup group)
    {
        if (ProblemCatalog.Find(group.Problem.Name) is not { } entry)
        {
            return 0;
        }

        var source = entry.Create(new Settings(entry.Parameters, group.Problem.Values));
        return Enumerable.Range(1, Samples).Average(seed => source.Create((ulong)seed).QuestionWithExamples.Length / CharactersAToken)
            + All(group.Strategy).Max(strategy => strategy.Values.GetValueOrDefault("context") is long words ? words : 0);
    }

    private static IEnumerable<Choice> All(Choice strategy) => strategy.Values.Values.OfType<Choice>().SelectMany(All).Prepend(strategy);
}
