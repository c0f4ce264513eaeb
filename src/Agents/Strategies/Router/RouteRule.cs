using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Router;

/// <summary>Chooses between the small and the large model.</summary>
/// <param name="by">One of <see cref="Random"/>, <see cref="Length"/> and <see cref="Model"/>.</param>
/// <param name="largeShare">Share of the large model in draws.</param>
/// <param name="words">Words of a question from which on the large model is chosen.</param>
/// <param name="threshold">Difficulty, 0 to 1, from which on the large model is chosen.</param>
public sealed class RouteRule(string by, double largeShare, int words, double threshold)
{
    /// <summary>A seeded draw.</summary>
    public const string Random = "random";

    /// <summary>The question's length.</summary>
    public const string Length = "length";

    /// <summary>A model says how hard the problem is.</summary>
    public const string Model = "model";

    /// <summary>
    /// The side and the steps it took. A routing call that failed or says nothing that can be read leaves the problem to the large
    /// model. Shaped decisions go by the draw, so that the share is the same whoever routes.
    /// </summary>
    internal async Task<(bool IsLarge, IReadOnlyList<int> Steps)> RouteAsync(Session session, CancellationToken cancellationToken)
    {
        var key = StepKeys.Of("route");
        var isDrawn = session.Random(key).NextDouble() < largeShare;
        if (by != Model)
        {
            return (by == Random || session.Behaviour.IsShaped ? isDrawn : WordsOf(session.Problem.Question) >= words, []);
        }

        var spec = new CallSpec("route", key, [ChatMessage.User(RouterPrompts.Ask(session.Problem.Question))])
        {
            Role = "router",
            Temperature = 0,
            MaxTokens = 64,
        };
        var reply = await session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
        return (session.Behaviour.IsShaped ? isDrawn : IsHard(session, reply), [reply.Step]);
    }

    private static int WordsOf(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private bool IsHard(Session session, Reply reply)
    {
        if (!reply.IsGood)
        {
            return true;
        }

        var difficulty = GradeText.Score(reply.Text);
        if (difficulty is null)
        {
            session.CountParseFailure();
        }

        return (difficulty ?? 1) >= threshold;
    }
}
