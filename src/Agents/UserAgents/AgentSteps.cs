using System.Collections.Concurrent;
using AgentLoad.Agents.Sessions;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.UserAgents;

/// <summary>
/// Tracks the steps of one task of a user's agent: assigns keys, enforces the step limit and finds the dependencies of each step.
/// Thread-safe.
/// </summary>
/// <param name="most">Maximum number of steps.</param>
/// <param name="ending">Cancelled when the task must end; cancelling it stops all remaining work of the agent.</param>
internal sealed class AgentSteps(int most, CancellationTokenSource ending)
{
    private readonly Lock _lock = new();
    private readonly StepOrigins _origins = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private int _steps;

    /// <summary>Cancelled when the task must end.</summary>
    public CancellationToken EndToken { get; } = ending.Token;

    /// <summary>The budget that ended the task, even if the agent caught the exception; null if none.</summary>
    public OutOfBudgetException? BudgetError { get; private set; }

    /// <summary>Steps on which no other step depends.</summary>
    public IReadOnlyList<int> LeafSteps
    {
        get
        {
            lock (_lock)
            {
                return _origins.LeafSteps;
            }
        }
    }

    /// <summary>Ends the task as out of budget.</summary>
    public OutOfBudgetException End(OutOfBudgetException reason)
    {
        BudgetError ??= reason;
        ending.Cancel();
        return BudgetError;
    }

    /// <summary>Makes a model call.</summary>
    public Task<Reply> CallAsync(Session session, CallSpec spec, CancellationToken cancellationToken) =>
        TrackAsync(async () =>
        {
            IReadOnlyList<int> after;
            IReadOnlyList<int> uses;
            lock (_lock)
            {
                Count();
                uses = _origins.FindSources(spec.Messages);
                after = _origins.TakeDependencies(uses);
                spec = spec with { Key = NextKey(spec.Name), After = after, Uses = uses.Count > 0 ? uses : after };
            }

            try
            {
                var reply = await session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
                lock (_lock)
                {
                    _origins.AddReply(reply, after);
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
    /// <param name="callId">Id of the model's tool call that the function answers; null if the agent called the function directly.</param>
    /// <param name="execute">Runs the function.</param>
    /// <param name="cancellationToken">Cancels the function.</param>
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
                after = _origins.TakeDependencies(_origins.FindToolCall(callId));
                step = new ToolStep(name, NextKey(name), after, execute);
            }

            var observation = await session.ToolAsync(step, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                _origins.AddResult(observation, callId, after);
            }

            return observation;
        });

    /// <summary>Waits until no step of the task is running. Steps end soon after the task must end.</summary>
    public Task WaitForRunningAsync() => Task.WhenAll(_running.Keys);

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
