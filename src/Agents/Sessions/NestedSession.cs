using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;

namespace AgentLoad.Agents.Sessions;

/// <summary>
/// What a strategy inside another sees: a session of its own, whose steps are steps of the one task. Its keys stand behind its place,
/// and its first steps wait for what it itself waits for.
/// </summary>
/// <param name="outer">Session of the strategy around it.</param>
/// <param name="nest">Its place.</param>
internal sealed class NestedSession(Session outer, Nest nest) : Session
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _ends = [];
    private readonly IBehaviour _behaviour = outer.Behaviour.ForNested(nest.Place);

    /// <inheritdoc/>
    public override Problem Problem => nest.Problem ?? outer.Problem;

    /// <inheritdoc/>
    public override IBehaviour Behaviour => _behaviour;

    /// <summary>Steps so far that no other has waited for; before the first, what the nest waits for.</summary>
    public IReadOnlyList<int> Ends
    {
        get
        {
            lock (_lock)
            {
                return _ends.Count > 0 ? [.. _ends] : nest.After;
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
        var reply = await outer.CallAsync(Outside(spec), cancellationToken).ConfigureAwait(false);
        End(reply.Step, spec.After);
        return reply;
    }

    /// <inheritdoc/>
    public override async Task<Reply[]> WaveAsync(IReadOnlyList<CallSpec> wave, CancellationToken cancellationToken)
    {
        var replies = await outer.WaveAsync([.. wave.Select(Outside)], cancellationToken).ConfigureAwait(false);
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

    private CallSpec Outside(CallSpec spec)
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

    private string Key(string key) => StepKeys.Inside(nest.Place, key);

    private string Map(string role) => role == "default" || !outer.HasRole(role) ? nest.Role : role;

    private void End(int step, IReadOnlyList<int> after)
    {
        lock (_lock)
        {
            _ends.ExceptWith(after);
            _ends.Add(step);
        }
    }
}
