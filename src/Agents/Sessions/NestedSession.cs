using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;

namespace AgentLoad.Agents.Sessions;

/// <summary>
/// The session of a nested strategy. Its steps belong to the same task. Its keys are prefixed, and its first steps depend on the steps that
/// the nested strategy depends on.
/// </summary>
/// <param name="outer">Session of the outer strategy.</param>
/// <param name="nest">The nested scope.</param>
internal sealed class NestedSession(Session outer, NestedScope nest) : Session
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _leaves = [];
    private readonly IBehaviour _behaviour = outer.Behaviour.ForNested(nest.KeyPrefix);

    /// <inheritdoc/>
    public override Problem Problem => nest.Problem ?? outer.Problem;

    /// <inheritdoc/>
    public override IBehaviour Behaviour => _behaviour;

    /// <summary>Steps so far on which no other step depends; before the first step, the dependencies of the scope.</summary>
    public IReadOnlyList<int> LeafSteps
    {
        get
        {
            lock (_lock)
            {
                return _leaves.Count > 0 ? [.. _leaves] : nest.After;
            }
        }
    }

    /// <inheritdoc/>
    public override bool HasNativeTools(string role) => outer.HasNativeTools(Map(role));

    /// <inheritdoc/>
    public override bool HasRole(string role) => outer.HasRole(role);

    /// <inheritdoc/>
    public override Random Random(string key) => outer.Random(Key(key));

    /// <inheritdoc/>
    public override void CountParseFailure() => outer.CountParseFailure();

    /// <inheritdoc/>
    public override async Task<Reply> CallAsync(CallSpec spec, CancellationToken cancellationToken)
    {
        var reply = await outer.CallAsync(Translate(spec), cancellationToken).ConfigureAwait(false);
        End(reply.Step, spec.After);
        return reply;
    }

    /// <inheritdoc/>
    public override async Task<Reply[]> WaveAsync(IReadOnlyList<CallSpec> wave, CancellationToken cancellationToken)
    {
        var replies = await outer.WaveAsync([.. wave.Select(Translate)], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < replies.Length; i++)
        {
            End(replies[i].Step, wave[i].After);
        }

        return replies;
    }

    /// <inheritdoc/>
    public override async Task<Observation> ToolAsync(
        string name,
        string arguments,
        string key,
        IReadOnlyList<int> after,
        CancellationToken cancellationToken
    )
    {
        var observation = await outer
            .ToolAsync(name, arguments, Key(key), after.Count == 0 ? nest.After : after, cancellationToken)
            .ConfigureAwait(false);
        End(observation.Step, after);
        return observation;
    }

    /// <inheritdoc/>
    public override async Task<Observation> ToolAsync(ToolStep tool, CancellationToken cancellationToken)
    {
        var observation = await outer
            .ToolAsync(tool with { Key = Key(tool.Key), After = tool.After.Count == 0 ? nest.After : tool.After }, cancellationToken)
            .ConfigureAwait(false);
        End(observation.Step, tool.After);
        return observation;
    }

    /// <inheritdoc/>
    public override Task PauseAsync(TimeSpan time, CancellationToken cancellationToken) => outer.PauseAsync(time, cancellationToken);

    private CallSpec Translate(CallSpec spec)
    {
        var isFirst = spec.After.Count == 0;
        return spec with
        {
            Key = Key(spec.Key),
            Role = Map(spec.Role),
            After = isFirst ? nest.After : spec.After,
            Uses = isFirst && spec.Uses is not { Count: > 0 } ? nest.Uses ?? nest.After : spec.Uses,
        };
    }

    private string Key(string key) => StepKeys.Inside(nest.KeyPrefix, key);

    private string Map(string role) => role == "default" || !outer.HasRole(role) ? nest.Role : role;

    private void End(int step, IReadOnlyList<int> after)
    {
        lock (_lock)
        {
            _leaves.ExceptWith(after);
            _leaves.Add(step);
        }
    }
}
