using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Execution;

/// <summary>
/// The life of one agent, the same on every host: request an assignment, wait for its start, do the task, save the record, think. It stays
/// on the scheduler that started it, so a grain can read its state between two awaits.
/// </summary>
/// <param name="agent">Number of the agent.</param>
/// <param name="feed">Hands out assignments.</param>
/// <param name="work">Does tasks and saves their records.</param>
/// <param name="clock">The run's clock.</param>
internal sealed class AgentLoop(int agent, IAssignmentFeed feed, IAgentWork work, RunClock clock)
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1e6);

    /// <summary>The assignment that the agent holds; null between two tasks.</summary>
    public Assignment? Current { get; private set; }

    /// <summary>How many requests for an assignment have been answered.</summary>
    public long Answered { get; private set; }

    /// <summary>Works until there are no more assignments.</summary>
    /// <param name="first">An assignment that the agent brings from another host, or null.</param>
    /// <param name="leave">Makes the agent leave its host.</param>
    /// <exception cref="OperationCanceledException">The agent left. <see cref="Current"/> is what it continues elsewhere.</exception>
    public async Task RunAsync(Assignment? first, CancellationToken leave)
    {
        Current = first;
        while (Current is not null || await TakeAsync(leave).ConfigureAwait(true))
        {
            var assignment = Current!;
            if (!await WaitUntilAsync(assignment.IntendedStart, work.Closing, leave).ConfigureAwait(true))
            {
                await feed.FinishAsync(agent, assignment, leave).ConfigureAwait(true);
                return;
            }

            var outcome = await work.DoAsync(assignment, agent).ConfigureAwait(true);
            if (outcome.Record is not { } record)
            {
                Current = assignment with { Carried = outcome.Snapshot };
                throw new OperationCanceledException(leave);
            }

            await work.SaveAsync(record).ConfigureAwait(true);
            Current = null;
            await WaitUntilAsync(clock.Now + assignment.Task.Group.ThinkTime.TotalSeconds, work.Exhausted, leave).ConfigureAwait(true);
        }

        await feed.FinishAsync(agent, null, leave).ConfigureAwait(true);
    }

    /// <summary>Takes the next assignment, and waits until there may be one. False if there are none left.</summary>
    private async Task<bool> TakeAsync(CancellationToken leave)
    {
        while (true)
        {
            leave.ThrowIfCancellationRequested();
            var next = await feed.NextAsync(agent, Answered + 1, clock.Now, leave).ConfigureAwait(true);
            (Answered, Current) = (Answered + 1, next.Assignment);
            if (Current is not null || next.NotBefore is not { } notBefore)
            {
                return Current is not null;
            }

            await WaitUntilAsync(notBefore, work.Exhausted, leave).ConfigureAwait(true);
        }
    }

    /// <summary>Waits for an instant of the run. False if <paramref name="end"/> comes first.</summary>
    /// <exception cref="OperationCanceledException">The agent must leave its host first.</exception>
    private async Task<bool> WaitUntilAsync(double instant, CancellationToken end, CancellationToken leave)
    {
        var delay = TimeSpan.FromSeconds(Math.Clamp(instant - clock.Now, 0, LongestDelay.TotalSeconds));
        if (delay <= TimeSpan.Zero)
        {
            return !end.IsCancellationRequested;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(end, leave);
        await clock.Time.TryDelayAsync(delay, either.Token).ConfigureAwait(true);
        leave.ThrowIfCancellationRequested();
        return !end.IsCancellationRequested;
    }
}
