using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.BestOfN;

/// <summary>
/// N reasoned samples of the same prompt at once, each scored by a verifier as soon as it is there, and the best kept (Cobbe et al. 2021,
/// arXiv 2110.14168; defaults of the search-and-learn recipes, after Snell et al. 2024, arXiv 2408.03314). Calls = N samples + N scores
/// (role "verifier"), N in parallel, one join. A score goes on with its sample's conversation, so that all share the whole prompt.
/// Of answers with the same score, the one sampled first wins; one without a score that can be read ranks last.
/// </summary>
/// <param name="samples">N, at least 1.</param>
/// <param name="temperature">Sampling temperature of the samples; scores are taken at 0.</param>
/// <param name="maxTokens">Limit on completion tokens of a sample.</param>
public sealed class BestOfNStrategy(int samples, double temperature, int maxTokens) : IStrategy
{
    /// <summary>Its entry in the catalogue.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "best-of-n",
            "Many reasoned samples at once, each scored by a verifier; the best is kept.",
            "calls = samples + samples scores, as many chains of two in parallel",
            "Cobbe et al. 2021, arXiv 2110.14168; Snell et al. 2024, arXiv 2408.03314",
            [
                new Parameter("samples", ParameterKind.Integer, 4L, "Samples that are scored.") { Min = 1, Max = 10000 },
                new Parameter("temperature", ParameterKind.Number, 0.8, "Sampling temperature of the samples.") { Min = 0, Max = 2 },
                new Parameter("maxTokens", ParameterKind.Integer, 2048L, "Limit on completion tokens of a sample.")
                {
                    Min = 1,
                    Max = 1000000,
                },
            ],
            s => new BestOfNStrategy(s.Integer("samples"), s.Number("temperature"), s.Integer("maxTokens"))
        );

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        IReadOnlyList<ChatMessage> prompt = [ChatMessage.User(session.Problem.ReasoningPrompt)];
        var scored = await Task.WhenAll(Enumerable.Range(1, samples).Select(i => ScoredAsync(session, prompt, i, cancellationToken)))
            .ConfigureAwait(false);
        if (!scored.Any(s => s.IsScored))
        {
            return Answer.Failed;
        }

        // MaxBy takes the first of equals.
        var best = scored.Where(s => s.Answer is not null).MaxBy(s => s.Score ?? double.NegativeInfinity);
        return best is null ? Answer.NoAnswer : new Answer(best.Answer, best.Steps);
    }

    private async Task<Scored> ScoredAsync(
        Session session,
        IReadOnlyList<ChatMessage> prompt,
        int number,
        CancellationToken cancellationToken
    )
    {
        var spec = new CallSpec("sample", StepKeys.Of("sample", number), prompt) { Temperature = temperature, MaxTokens = maxTokens };
        var sample = await session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
        if (!sample.IsGood)
        {
            return new Scored(null, null, [], IsScored: false);
        }

        var answer = session.ReadAnswer(sample, spec.Key);
        var key = StepKeys.Of("score", number);
        var reply = await session
            .CallAsync(
                new CallSpec("score", key, GradePrompts.Score(prompt, sample.Text))
                {
                    Role = "verifier",
                    After = [sample.Step],
                    Temperature = 0,
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return reply.IsGood
            ? new Scored(answer, session.ReadScore(reply, key, answer), [sample.Step, reply.Step], IsScored: true)
            : new Scored(answer, null, [sample.Step], IsScored: false);
    }

    private sealed record Scored(string? Answer, double? Score, IReadOnlyList<int> Steps, bool IsScored);
}
