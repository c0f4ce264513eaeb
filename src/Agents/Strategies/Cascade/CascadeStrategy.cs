using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Strategies.Cascade;

/// <summary>
/// Asks a small model first, scores its answer, and asks the next larger one only where the score is too low (Chen, Zaharia, Zou 2023,
/// FrugalGPT, arXiv 2305.05176). Stages made: 1…L, one after another; nothing of an earlier stage goes into a later one. With stages of
/// one call and the trained scorer, calls = 1…L; a scoring model makes one call more for each stage but the last. The last stage's
/// answer is taken as it is.
/// </summary>
/// <param name="depth">L: stages at most. Their roles are small, medium (medium2, …) and large; a single stage is large.</param>
/// <param name="small">Strategy of every stage but the last.</param>
/// <param name="large">Strategy of the last stage.</param>
/// <param name="scorer">Says whether an answer is kept.</param>
public sealed class CascadeStrategy(int depth, IStrategy small, IStrategy large, AnswerScorer scorer) : IStrategy
{
    /// <summary>Its entry in the catalogue.</summary>
    public static Entry<IStrategy> Entry { get; } =
        new(
            "cascade",
            "Asks a small model first and a larger one only where the answer scores too low.",
            "1 to depth stages, one after another; calls = 1 to depth with stages of one call, + 1 for each stage but the last where a model scores",
            "Chen, Zaharia, Zou 2023 (FrugalGPT), arXiv 2305.05176",
            [
                new Parameter(
                    "depth",
                    ParameterKind.Integer,
                    3L,
                    "Stages at most; their roles are small, medium, large (two: small, large)."
                )
                {
                    Min = 1,
                    Max = 6,
                },
                new Parameter("small", ParameterKind.Strategy, Choice.Of("chain-of-thought"), "Strategy of every stage but the last."),
                new Parameter("large", ParameterKind.Strategy, Choice.Of("chain-of-thought"), "Strategy of the last stage."),
                new Parameter(
                    "scorer",
                    ParameterKind.Text,
                    AnswerScorer.Trained,
                    "What scores an answer: a stand-in for FrugalGPT's trained scorer, which is no model call and goes by the verifier; or a call to the model of role critic."
                )
                {
                    Allowed = [AnswerScorer.Trained, AnswerScorer.Model],
                },
                new Parameter("accuracy", ParameterKind.Number, 0.9, "Chance that the trained scorer's yes or no is the verifier's.")
                {
                    Min = 0,
                    Max = 1,
                },
                new Parameter("threshold", ParameterKind.Number, 0.7, "Least score, 0 to 1, by which a scoring model keeps an answer.")
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
        );

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
                Role = RoleOf(stage),
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

    private string RoleOf(int stage) =>
        stage == depth
            ? "large"
            : stage switch
            {
                1 => "small",
                2 => "medium",
                _ => $"medium{stage - 1}",
            };
}
