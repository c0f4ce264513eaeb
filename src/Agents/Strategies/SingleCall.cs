using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies;

/// <summary>Strategies of a single call, and helpers to read replies.</summary>
internal static class SingleCall
{
    /// <summary>Makes a call and reads the answer from its reply.</summary>
    public static async Task<Answer> SolveAsync(Session session, CallSpec spec, CancellationToken cancellationToken)
    {
        var reply = await session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
        if (!reply.IsGood)
        {
            return Answer.Failed;
        }

        var answer = session.ReadAnswer(reply, spec.Key);
        return new Answer(answer, answer is null ? [] : [reply.Step]);
    }

    /// <summary>Reads the answer of a successful reply. A reply without an answer counts as a parse failure.</summary>
    public static string? ReadAnswer(this Session session, Reply reply, string key)
    {
        var answer = session.Behaviour.ReadAnswer(session.Problem, reply, key);
        if (answer is null)
        {
            session.CountParseFailure();
        }

        return answer;
    }

    /// <summary>Reads the score of a successful reply. A reply without a score counts as a parse failure.</summary>
    public static double? ReadScore(this Session session, Reply reply, string key, string? answer)
    {
        var score = session.Behaviour.ReadScore(session.Problem, reply, key, answer);
        if (score is null)
        {
            session.CountParseFailure();
        }

        return score;
    }

    /// <summary>Reads the verdict of a successful reply. A reply without a verdict counts as a parse failure.</summary>
    public static bool? ReadVerdict(this Session session, Reply reply, string key, string? answer)
    {
        var verdict = session.Behaviour.ReadVerdict(session.Problem, reply, key, answer);
        if (verdict is null)
        {
            session.CountParseFailure();
        }

        return verdict;
    }
}
