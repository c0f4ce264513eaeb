using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.MixtureOfAgents;

/// <summary>
/// Mixture of Agents: layers of N proposers that read all responses of the previous layer, and an aggregator as the last layer (Wang et al.
/// 2024, arXiv 2406.04692; defaults of its reference implementation). Calls = N(L − 1) + 1; the calls of a layer run in parallel, with a
/// join after each layer. All prompts of a layer are equal. Proposer i has the role "proposer-i"; the last layer has the role "aggregator".
/// Failed calls are skipped.
/// </summary>
/// <param name="proposers">N, at least 1.</param>
/// <param name="layers">L, at least 1, including the aggregator.</param>
/// <param name="temperature">Sampling temperature.</param>
/// <param name="maxTokens">Maximum number of completion tokens per call.</param>
internal sealed class MixtureOfAgentsStrategy(int proposers, int layers, double temperature, int maxTokens) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "mixture-of-agents",
            "Layers of agents that read the answers of the previous layer; the last layer aggregates.",
            "calls = proposers × (layers − 1) + 1; the calls of a layer run in parallel",
            "Wang et al. 2024, arXiv 2406.04692",
            [
                new Parameter("proposers", ParameterKind.Integer, 4L, "Number of agents per layer, except the last.")
                {
                    Min = 1,
                    Max = 1000,
                },
                new Parameter("layers", ParameterKind.Integer, 3L, "Number of layers, including the aggregator.") { Min = 1, Max = 1000 },
                new Parameter("temperature", ParameterKind.Number, 0.7, "Sampling temperature.") { Min = 0, Max = 2 },
                new Parameter("maxTokens", ParameterKind.Integer, 512L, "Maximum number of completion tokens per call.")
                {
                    Min = 1,
                    Max = 1000000,
                },
            ],
            s => new MixtureOfAgentsStrategy(s.Integer("proposers"), s.Integer("layers"), s.Number("temperature"), s.Integer("maxTokens"))
        )
        {
            Roles = static s => Enumerable.Range(1, s.Integer("proposers")).Select(number => $"proposer-{number}").Append("aggregator"),
        };

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        Reply[] before = [];
        for (var layer = 1; layer < layers; layer++)
        {
            var specs = Enumerable
                .Range(1, proposers)
                .Select(i => Spec(session, "respond", StepKeys.Of(layer, "respond", i), $"proposer-{i}", before))
                .ToArray();
            before = await Task.WhenAll(specs.Select(spec => session.CallAsync(spec, cancellationToken))).ConfigureAwait(false);
            if (!before.Any(r => r.IsGood))
            {
                return Answer.Failed;
            }
        }

        return await SingleCall
            .SolveAsync(session, Spec(session, "aggregate", StepKeys.Of(layers, "aggregate", 1), "aggregator", before), cancellationToken)
            .ConfigureAwait(false);
    }

    private CallSpec Spec(Session session, string name, string key, string role, Reply[] before)
    {
        var good = before.Where(r => r.IsGood).ToArray();
        return new CallSpec(name, key, MixturePrompts.Of(session.Problem.ReasoningPrompt, [.. good.Select(r => r.Text)]))
        {
            Role = role,
            After = [.. before.Select(r => r.Step)],
            Uses = [.. good.Select(r => r.Step)],
            Temperature = temperature,
            MaxTokens = maxTokens,
        };
    }
}
