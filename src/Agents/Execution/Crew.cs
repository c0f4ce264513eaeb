using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Execution;

/// <summary>The agents of a run: starts as many as the schedule wants, and has each do its tasks.</summary>
internal sealed class Crew(
    Schedule schedule,
    DoTask doTask,
    Func<TaskRecord, ValueTask> record,
    RunWindow window,
    TimeProvider timeProvider,
    long epoch,
    CancellationTokenSource closing,
    CancellationTokenSource abort,
    IAgentObserver observer,
    CancellationToken drain
) : IDisposable
{
    private readonly CancellationTokenSource _noneLeft = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
    private readonly Lock _gate = new();
    private readonly List<Task> _agents = [];

    private double Now => timeProvider.GetElapsedTime(epoch).TotalSeconds;

    /// <summary>Ends when every agent has ended; fails where a record could not be kept.</summary>
    public async Task WorkAsync()
    {
        var growing = GrowAsync();
        while (true)
        {
            var agents = Agents();
            await Task.WhenAll([growing, .. agents]).ConfigureAwait(false);
            if (agents.Length == Agents().Length)
            {
                return;
            }
        }
    }

    public void Dispose() => _noneLeft.Dispose();

    private Task[] Agents()
    {
        lock (_gate)
        {
            return [.. _agents];
        }
    }

    /// <summary>Starts agents as time alone calls for them.</summary>
    private async Task GrowAsync()
    {
        do
        {
            Grow();
        } while (schedule.NextGrowth(Now) is { } next && await WaitUntilAsync(next, _noneLeft.Token).ConfigureAwait(false));
    }

    private void Grow()
    {
        lock (_gate)
        {
            for (var wanted = schedule.AgentsWanted(Now); _agents.Count < wanted && !_noneLeft.IsCancellationRequested; )
            {
                _agents.Add(LiveAsync(_agents.Count));
            }
        }
    }

    private async Task LiveAsync(int agent)
    {
        await Task.Yield();
        observer.OnAgentStarted();
        try
        {
            while (
                !drain.IsCancellationRequested && !abort.IsCancellationRequested && await NextAsync(agent).ConfigureAwait(false) is { } next
            )
            {
                // Whoever begins no longer waits: somebody else must wait for the arrivals to come.
                Grow();
                var done = await doTask(next.Task, agent, next.IntendedStart, abort.Token).ConfigureAwait(false);
                await record(done with { InWindow = window.Includes(done.End) }).ConfigureAwait(false);
                await timeProvider.TryDelayAsync(next.Task.Group.ThinkTime, _noneLeft.Token).ConfigureAwait(false);
            }
        }
        catch
        {
            // A record that cannot be kept ends the run for all: work that nobody sees would load the servers for nothing.
            await closing.CancelAsync().ConfigureAwait(false);
            await abort.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            observer.OnAgentStopped();
        }
    }

    /// <summary>Waits until the agent's next task is to begin; null where there is none, or the run ends first.</summary>
    private async Task<Assignment?> NextAsync(int agent)
    {
        if (schedule.NextStartTime(agent, Now) is not { } from || !await WaitUntilAsync(from, _noneLeft.Token).ConfigureAwait(false))
        {
            return null;
        }

        if (schedule.Next(agent, Math.Max(from, Now)) is not { } next)
        {
            await NoneLeftAsync().ConfigureAwait(false);
            return null;
        }

        if (await WaitUntilAsync(next.IntendedStart, closing.Token).ConfigureAwait(false))
        {
            return next;
        }

        schedule.Return();
        return null;
    }

    /// <summary>In closed loop alone, no task for one is none for all: nobody needs to wait for the rest of a ramp or a think time.</summary>
    private Task NoneLeftAsync() => schedule.IsOpen ? Task.CompletedTask : _noneLeft.CancelAsync();

    private Task<bool> WaitUntilAsync(double instant, CancellationToken cut) =>
        timeProvider.TryDelayAsync(TimeSpan.FromSeconds(Math.Min(instant - Now, 1e6)), cut);
}
