using System.Collections.Concurrent;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;

namespace AgentLoad.Bench.Strategies;

/// <summary>The lower bound of the cost: makes the recorded calls one after another, without strategy code.</summary>
internal sealed class ReplayingStrategy(ConcurrentDictionary<Problem, CallSpec[]> calls) : IStrategy
{
    public string Name => "replay";

    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        foreach (var spec in calls[session.Problem])
        {
            await session.CallAsync(spec, cancellationToken);
        }

        return Answer.NoAnswer;
    }
}
