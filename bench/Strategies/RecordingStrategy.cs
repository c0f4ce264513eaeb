using System.Collections.Concurrent;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;

namespace AgentLoad.Bench.Strategies;

/// <summary>Runs a strategy and records its calls by problem, in the order of the steps.</summary>
internal sealed class RecordingStrategy(IStrategy inner, ConcurrentDictionary<Problem, CallSpec[]> calls) : IStrategy
{
    public string Name => inner.Name;

    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        var recording = new RecordingSession(session);
        var answer = await inner.SolveAsync(recording, cancellationToken);
        calls[session.Problem] = recording.Calls;
        return answer;
    }
}
