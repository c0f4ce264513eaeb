using System.Collections.Concurrent;
using AgentLoad.Agents.Sessions;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.SemanticKernel;

/// <summary>
/// The steps of one task of a user's agent: numbers them, limits them, and finds out which ones each waited for. Safe for steps at once.
/// </summary>
/// <param name="most">Most steps.</param>
/// <param name="ending">Cancelled when the task must end; cancelling it ends whatever the agent still does.</param>
internal sealed class AgentSteps(int most, CancellationTokenSource ending)
{
    private readonly Lock _lock = new();
    private readonly StepOrigins _origins = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private int _steps;

    /// <summary>Cancelled when the task must end.</summary>
    public CancellationToken Ending { get; } = ending.Token;

    /// <summary>Why the task must end, whatever the agent makes of it; null where it need not.</summary>
    public OutOfBudgetException? Spent { get; private set; }

    /// <summary>The last steps: those that no other waited for.</summary>
    public IReadOnlyList<int> Ends
    {
        get
        {
            lock (_lock)
            {
                return _origins.Ends;
            }
        }
    }

    /// <summary>Ends the task as out of budget.</summary>
    public OutOfBudgetException End(OutOfBudgetException reason)
    {
        Spent ??= reason;
        ending.Cancel();
        return Spent;
    }

    /// <summary>Makes a call.</summary>
    public Task<Reply> CallAsync(Session session, CallSpec spec, CancellationToken cancellationToken) =>
        TrackAsync(async () =>
        {
            IReadOnlyList<int> after;
            IReadOnlyList<int> uses;
            lock (_lock)
            {
                Count();
                uses = _origins.Of(spec.Messages);
                after = _origins.WaitFor(uses);
                spec = spec with { Key = NextKey(spec.Name), After = after, Uses = uses.Count > 0 ? uses : after };
            }

            try
            {
                var reply = await session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
                lock (_lock)
                {
                    _origins.Said(reply, after);
                }

                return reply;
            }
            catch (OutOfBudgetException exception)
            {
                throw End(exception);
            }
        });

    /// <summary>Runs a function.</summary>
    /// <param name="session">The task's session.</param>
    /// <param name="name">Plugin and function.</param>
    /// <param name="callId">The model's call that it answers; null where the agent calls it by itself.</param>
    /// <param name="execute">Does it.</param>
    /// <param name="cancellationToken">Given up.</param>
    public Task<Observation> FunctionAsync(
        Session session,
        string name,
        string? callId,
        Func<CancellationToken, Task<AgentLoad.Agents.Tools.ToolResult>> execute,
        CancellationToken cancellationToken
    ) =>
        TrackAsync(async () =>
        {
            IReadOnlyList<int> after;
            ToolStep step;
            lock (_lock)
            {
                Count();
                after = _origins.WaitFor(_origins.OfCall(callId));
                step = new ToolStep(name, NextKey(name), after, execute);
            }

            var observation = await session.ToolAsync(step, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                _origins.Observed(observation, callId, after);
            }

            return observation;
        });

    /// <summary>Waits until nothing more of the task is under way; all of it ends soon once the task must end.</summary>
    public Task SettleAsync() => Task.WhenAll(_running.Keys);

    private async Task<T> TrackAsync<T>(Func<Task<T>> step)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running.TryAdd(done.Task, 0);
        try
        {
            return await step().ConfigureAwait(false);
        }
        finally
        {
            _running.TryRemove(done.Task, out _);
            done.SetResult();
        }
    }

    private void Count()
    {
        if (++_steps > most)
        {
            throw End(new OutOfBudgetException(TaskBudgetKind.Calls, $"limit of {most} steps is reached"));
        }
    }

    private string NextKey(string name) => StepKeys.Of(name, _counts[name] = _counts.GetValueOrDefault(name) + 1);
}
