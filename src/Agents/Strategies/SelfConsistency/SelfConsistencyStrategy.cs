using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.SelfConsistency;

/// <summary>
/// Self-consistency: N parallel samples with reasoning and a majority vote over their answers (Wang et al. 2022, arXiv 2203.11171).
/// Calls = N, all in parallel, one join. Ties are resolved in favor of the first sample. Failed samples and samples without an answer do
/// not vote. The steps of the answer are the samples that voted for it.
/// </summary>
/// <param name="samples">N, at least 1.</param>
/// <param name="temperature">Sampling temperature.</param>
internal sealed class SelfConsistencyStrategy(int samples, double temperature) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "self-consistency",
            "Parallel samples with reasoning and a majority vote.",
            "calls = samples, all in parallel",
            "Wang et al. 2022, arXiv 2203.11171",
            [
                new Parameter("samples", ParameterKind.Integer, 40L, "Number of samples.") { Min = 1, Max = 10000 },
                new Parameter("temperature", ParameterKind.Number, 0.7, "Sampling temperature.") { Min = 0, Max = 2 },
            ],
            s => new SelfConsistencyStrategy(s.Integer("samples"), s.Number("temperature"))
        );

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> prompt = [ChatMessage.User(session.Problem.ReasoningPrompt)];
        var specs = Enumerable
            .Range(1, samples)
            .Select(i => new CallSpec("sample", StepKeys.Of("sample", i), prompt) { Temperature = temperature })
            .ToArray();
        var replies = await session.WaveAsync(specs, cancellationToken).ConfigureAwait(false);
        if (!replies.Any(r => r.IsGood))
        {
            return Answer.Failed;
        }

        return Votes.Majority(
            specs.Zip(replies).Where(s => s.Second.IsGood).Select(s => (s.Second.Step, session.ReadAnswer(s.Second, s.First.Key)))
        );
    }
}
