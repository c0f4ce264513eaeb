using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.Router;

/// <summary>Routes problems to the small or the large model.</summary>
/// <param name="by">One of <see cref="Random"/>, <see cref="Length"/> and <see cref="Model"/>.</param>
/// <param name="largeShare">Share of problems that random routing sends to the large model.</param>
/// <param name="words">Minimum number of words of questions that are sent to the large model.</param>
/// <param name="threshold">Minimum difficulty, 0 to 1, of problems that are sent to the large model.</param>
internal sealed class RouteRule(string by, double largeShare, int words, double threshold)
{
    /// <summary>Random routing with a seed.</summary>
    public const string Random = "random";

    /// <summary>Routing by the length of the question.</summary>
    public const string Length = "length";

    /// <summary>Routing by a model's estimate of the difficulty.</summary>
    public const string Model = "model";

    /// <summary>
    /// Routes a problem and returns the steps. If the routing call fails or cannot be parsed, the large model is used. Shaped behavior
    /// always routes randomly, so that the share does not depend on the rule.
    /// </summary>
    internal async Task<(bool IsLarge, IReadOnlyList<int> Steps)> RouteAsync(Session session, CancellationToken cancellationToken)
    {
        var key = StepKeys.Of("route");
        var isDrawn = session.Random(key).NextDouble() < largeShare;
        if (by != Model)
        {
            return (by == Random || session.Behaviour.IsShaped ? isDrawn : CountWords(session.Problem.Question) >= words, []);
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

    private static int CountWords(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

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
