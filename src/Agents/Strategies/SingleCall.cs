using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies;

/// <summary>One call whose reply holds the answer.</summary>
internal static class SingleCall
{
    /// <summary>Makes the call and reads the answer.</summary>
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

    /// <summary>The answer in a good reply, by the session's behaviour; a reply without one is counted.</summary>
    public static string? ReadAnswer(this Session session, Reply reply, string key)
    {
        var answer = session.Behaviour.ReadAnswer(session.Problem, reply, key);
        if (answer is null)
        {
            session.CountParseFailure();
        }

        return answer;
    }

    /// <summary>The score in a good reply, by the session's behaviour; a reply without one is counted.</summary>
    public static double? ReadScore(this Session session, Reply reply, string key, string? answer)
    {
        var score = session.Behaviour.ReadScore(session.Problem, reply, key, answer);
        if (score is null)
        {
            session.CountParseFailure();
        }

        return score;
    }

    /// <summary>The yes or no in a good reply, by the session's behaviour; a reply without one is counted.</summary>
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
