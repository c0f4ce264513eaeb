using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Cascade;

/// <summary>
/// Says whether the answer of a stage is good enough. FrugalGPT trains a small regression model for this; its stand-in here says what
/// the problem's verifier says, with a given accuracy, and costs no call. An answer that no verifier can judge is kept. Or a model
/// scores, in one call.
/// </summary>
/// <param name="asksModel">A model scores.</param>
/// <param name="accuracy">Chance that the stand-in's yes or no is the verifier's.</param>
/// <param name="threshold">Least score of a model for an answer that is kept.</param>
public sealed class AnswerScorer(bool asksModel, double accuracy, double threshold)
{
    /// <summary>Name of the stand-in for a trained scorer.</summary>
    public const string Trained = "trained";

    /// <summary>Name of the scoring model.</summary>
    public const string Model = "model";

    /// <summary>Scores; no answer is never kept, and no call is made for it.</summary>
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
        if (!asksModel)
        {
            return (session.Problem.Verify(text) is not { } isRight || isRight == session.Random(key).NextDouble() < accuracy, []);
        }

        var spec = new CallSpec(
            "score",
            key,
            GradePrompts.Score([ChatMessage.User(session.Problem.ReasoningPrompt)], AnswerLine.Write(text))
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
