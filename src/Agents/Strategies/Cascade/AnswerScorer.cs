using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Cascade;

/// <summary>
/// Decides whether the answer of a stage is accepted. The "model" scorer asks a model in one call. FrugalGPT trains a small regression
/// model; the "trained" scorer simulates it: it returns the result of the problem's verifier with a given accuracy, without a call. It
/// accepts answers that cannot be verified.
/// </summary>
/// <param name="usesModel">True if a model scores the answers.</param>
/// <param name="accuracy">Probability that the simulated scorer agrees with the verifier.</param>
/// <param name="threshold">Minimum score of an accepted answer, if a model scores.</param>
internal sealed class AnswerScorer(bool usesModel, double accuracy, double threshold)
{
    /// <summary>Name of the simulated trained scorer.</summary>
    public const string Trained = "trained";

    /// <summary>Name of the scoring model.</summary>
    public const string Model = "model";

    /// <summary>Scores an answer. A missing answer is rejected without a call.</summary>
    internal async Task<(bool IsKept, IReadOnlyList<int> Steps)> ScoreAsync(
        Session session,
        NestedAnswer answer,
        int stage,
        CancellationToken cancellationToken
    )
    {
        if (answer.Text is not { } text)
        {
            return (false, []);
        }

        var key = StepKeys.Of("score", stage);
        if (!usesModel)
        {
            var verdict = await session.Problem.VerifyAsync(text, cancellationToken).ConfigureAwait(false);
            return (verdict is not { } isRight || isRight == session.Random(key).NextDouble() < accuracy, []);
        }

        var spec = new CallSpec(
            "score",
            key,
            GradePrompts.Score([ChatMessage.User(session.Problem.ReasoningPrompt)], AnswerText.Write(text))
        )
        {
            Role = "critic",
            After = answer.LeafSteps,
            Uses = answer.Steps,
            Temperature = 0,
        };
        var reply = await session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
        var score = reply.IsGood ? session.Behaviour.ReadScore(session.Problem, reply, key, text) : null;
        if (reply.IsGood && score is null)
        {
            session.CountParseFailure();
        }

        return (score >= threshold, [reply.Step]);
    }
}
