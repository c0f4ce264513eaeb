using System.Collections.Concurrent;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;

namespace AgentLoad.StrategyCost;

/// <summary>Notes every call that a strategy asks for, by problem, in the order of the steps.</summary>
internal sealed class RecordingStrategy(IStrategy inner, ConcurrentDictionary<Problem, CallSpec[]> calls) : IStrategy
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        var recording = new RecordingSession(session);
        var answer = await inner.SolveAsync(recording, cancellationToken);
        calls[session.Problem] = recording.Calls;
        return answer;
    }
}

/// <summary>The floor: makes the calls that were noted, one after another, and nothing else.</summary>
internal sealed class ReplayingStrategy(ConcurrentDictionary<Problem, CallSpec[]> calls) : IStrategy
{
    /// <inheritdoc/>
    public string Name => "replay";

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        foreach (var spec in calls[session.Problem])
        {
            await session.CallAsync(spec, cancellationToken);
        }

        return Answer.NoAnswer;
    }
}

/// <summary>A session that notes calls on their way.</summary>
internal sealed class RecordingSession(Session inner) : Session
{
    private readonly ConcurrentQueue<CallSpec> _calls = new();

    /// <summary>The calls so far.</summary>
    public CallSpec[] Calls => [.. _calls];

    /// <inheritdoc/>
    public override Problem Problem => inner.Problem;

    /// <inheritdoc/>
    public override IBehaviour Behaviour => inner.Behaviour;

    /// <inheritdoc/>
    public override bool HasNativeTools(string role) => inner.HasNativeTools(role);

    /// <inheritdoc/>
    public override bool HasRole(string role) => inner.HasRole(role);

    /// <inheritdoc/>
    public override Task<Reply> CallAsync(CallSpec spec, CancellationToken cancellationToken)
    {
        _calls.Enqueue(spec);
        return inner.CallAsync(spec, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<Observation> ToolAsync(
        string name,
        string arguments,
        string key,
        IReadOnlyList<int> after,
        CancellationToken cancellationToken
    ) => inner.ToolAsync(name, arguments, key, after, cancellationToken);

    /// <inheritdoc/>
    public override Task<Observation> ToolAsync(ToolStep tool, CancellationToken cancellationToken) =>
        inner.ToolAsync(tool, cancellationToken);

    /// <inheritdoc/>
    public override Task PauseAsync(TimeSpan time, CancellationToken cancellationToken) => inner.PauseAsync(time, cancellationToken);

    /// <inheritdoc/>
    public override Random Random(string key) => inner.Random(key);

    /// <inheritdoc/>
    public override void CountParseFailure() => inner.CountParseFailure();
}
