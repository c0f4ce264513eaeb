using System.Collections.Concurrent;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Bench.Strategies;

/// <summary>A session that records its calls.</summary>
internal sealed class RecordingSession(Session inner) : Session
{
    private readonly ConcurrentQueue<CallSpec> _calls = new();

    /// <summary>The calls so far, in their order.</summary>
    public CallSpec[] Calls => [.. _calls];

    public override Problem Problem => inner.Problem;

    public override IBehaviour Behaviour => inner.Behaviour;

    public override bool HasNativeTools(string role) => inner.HasNativeTools(role);

    public override bool HasRole(string role) => inner.HasRole(role);

    public override Task<Reply> CallAsync(CallSpec spec, CancellationToken cancellationToken)
    {
        _calls.Enqueue(spec);
        return inner.CallAsync(spec, cancellationToken);
    }

    public override Task<Observation> ToolAsync(
        string name,
        string arguments,
        string key,
        IReadOnlyList<int> after,
        CancellationToken cancellationToken
    ) => inner.ToolAsync(name, arguments, key, after, cancellationToken);

    public override Task<Observation> ToolAsync(ToolStep tool, CancellationToken cancellationToken) =>
        inner.ToolAsync(tool, cancellationToken);

    public override Task PauseAsync(TimeSpan time, CancellationToken cancellationToken) => inner.PauseAsync(time, cancellationToken);

    public override Random Random(string key) => inner.Random(key);

    public override void CountParseFailure() => inner.CountParseFailure();
}
