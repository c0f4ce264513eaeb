using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.BestOfN;

/// <summary>
/// Best-of-N: N concurrent samples with reasoning; a verifier scores each sample, and the sample with the best score wins (Cobbe et al.
/// 2021, arXiv 2110.14168; defaults of the search-and-learn recipes, after Snell et al. 2024, arXiv 2408.03314). Calls = N samples + N
/// scores (role "verifier"), N in parallel, one join. A score call continues the conversation of its sample, so that all calls share the
/// prompt as a prefix. Ties are resolved in favor of the first sample; a sample without a readable score ranks last.
/// </summary>
/// <param name="samples">N, at least 1.</param>
/// <param name="temperature">Sampling temperature of the samples; score calls use 0.</param>
/// <param name="maxTokens">Maximum number of completion tokens per sample.</param>
internal sealed class BestOfNStrategy(int samples, double temperature, int maxTokens) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "best-of-n",
            "Generates samples with reasoning, scores each with a verifier, and returns the best.",
            "calls = samples + samples scores; parallel chains of two calls",
            "Cobbe et al. 2021, arXiv 2110.14168; Snell et al. 2024, arXiv 2408.03314",
            [
                new Parameter("samples", ParameterKind.Integer, 4L, "Number of samples.") { Min = 1, Max = 10000 },
                new Parameter("temperature", ParameterKind.Number, 0.8, "Sampling temperature of the samples.") { Min = 0, Max = 2 },
                new Parameter("maxTokens", ParameterKind.Integer, 2048L, "Maximum number of completion tokens per sample.")
                {
                    Min = 1,
                    Max = 1000000,
                },
            ],
            s => new BestOfNStrategy(s.Integer("samples"), s.Number("temperature"), s.Integer("maxTokens"))
        )
        {
            Roles = static _ => ["verifier"],
        };

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

        // MaxBy returns the first maximum.
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
                new CallSpec("score", key, GradePrompts.Score(prompt, sample.History))
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
