using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Strategies.Cascade;

/// <summary>
/// Model cascade: asks a small model first, scores its answer, and asks the next larger model only if the score is too low (Chen, Zaharia,
/// Zou 2023, FrugalGPT, arXiv 2305.05176). Executes 1 to L stages sequentially; a stage does not use results of earlier stages. With
/// single-call stages, calls = 1 to L, plus one score per stage except the last, of which the answer is not scored. The trained scorer
/// decides without a call.
/// </summary>
/// <param name="depth">L: maximum number of stages. Roles are small, medium (medium2, …) and large; a single stage is large.</param>
/// <param name="small">Strategy of all stages except the last.</param>
/// <param name="large">Strategy of the last stage.</param>
/// <param name="scorer">Decides whether an answer is accepted.</param>
internal sealed class CascadeStrategy(int depth, IStrategy small, IStrategy large, AnswerScorer scorer) : IStrategy
{
    /// <summary>The catalog entry.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "cascade",
            "Asks a small model first, and a larger one only if the score of the answer is too low.",
            "1 to depth stages, sequential; calls = 1 to depth with single-call stages, "
                + "+ 1 per stage except the last unless scorer is trained",
            "Chen, Zaharia, Zou 2023 (FrugalGPT), arXiv 2305.05176",
            [
                new Parameter(
                    "depth",
                    ParameterKind.Integer,
                    3L,
                    "Maximum number of stages; roles are small, medium, large (two stages: small, large)."
                )
                {
                    Min = 1,
                    Max = 6,
                },
                new Parameter("small", ParameterKind.Strategy, Choice.Of("chain-of-thought"), "Strategy of all stages except the last."),
                new Parameter("large", ParameterKind.Strategy, Choice.Of("chain-of-thought"), "Strategy of the last stage."),
                new Parameter(
                    "scorer",
                    ParameterKind.Text,
                    AnswerScorer.Model,
                    "Scorer of answers: model calls the model of role critic; trained simulates FrugalGPT's trained scorer with "
                        + "the verifier, without a call."
                )
                {
                    Allowed = [AnswerScorer.Model, AnswerScorer.Trained],
                },
                new Parameter("accuracy", ParameterKind.Number, 0.9, "Probability that the trained scorer agrees with the verifier.")
                {
                    Min = 0,
                    Max = 1,
                },
                new Parameter("threshold", ParameterKind.Number, 0.7, "Minimum score, 0 to 1, of an accepted answer if a model scores.")
                {
                    Min = 0,
                    Max = 1,
                },
            ],
            s => new CascadeStrategy(
                s.Integer("depth"),
                s.Strategy("small"),
                s.Strategy("large"),
                new AnswerScorer(s.Text("scorer") == AnswerScorer.Model, s.Number("accuracy"), s.Number("threshold"))
            )
        )
        {
            Roles = static s =>
                Enumerable
                    .Range(1, s.Integer("depth"))
                    .Select(stage => RoleOf(stage, s.Integer("depth")))
                    .Concat(s.Text("scorer") == AnswerScorer.Model ? ["critic"] : []),
        };

    /// <inheritdoc/>
    public string Name => Entry.Name;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        IReadOnlyList<int> after = [];
        var allFailed = true;
        for (var stage = 1; ; stage++)
        {
            var isLast = stage == depth;
            var nest = new NestedScope(StepKeys.Of("stage", stage))
            {
                Role = RoleOf(stage, depth),
                After = after,
                Uses = [],
            };
            var answer = await session.RunNestedAsync(isLast ? large : small, nest, cancellationToken).ConfigureAwait(false);
            allFailed &= answer.CallsFailed;
            if (isLast)
            {
                return new Answer(answer.Text, answer.Steps) { CallsFailed = allFailed };
            }

            var score = await scorer.ScoreAsync(session, answer, stage, cancellationToken).ConfigureAwait(false);
            if (score.IsKept)
            {
                return new Answer(answer.Text, [.. answer.Steps, .. score.Steps]);
            }

            after = score.Steps.Count > 0 ? score.Steps : answer.LeafSteps;
        }
    }

    private static string RoleOf(int stage, int depth) =>
        stage == depth
            ? "large"
            : stage switch
            {
                1 => "small",
                2 => "medium",
                _ => $"medium{stage - 1}",
            };
}
