using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;

namespace AgentLoad.StrategyCost;

/// <summary>Memory of tasks that are under way, and what is left of them when they have ended; both after a full collection.</summary>
/// <param name="Live">Bytes of all tasks, each held at a call in its middle.</param>
/// <param name="Left">Bytes once all have ended.</param>
internal sealed record Held(long Live, long Left)
{
    /// <summary>Holds every task at the given call, or lets it end where it makes fewer.</summary>
    public static async Task<Held> OfAsync(IProblemSource source, int tasks, IStrategy strategy, int call)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Enumerable.Range(0, tasks).Select(i => StartAsync(source, strategy, i, call, gate.Task)).ToArray();
        await Task.WhenAll(running.Select(task => task.Reached));
        var live = GC.GetTotalMemory(forceFullCollection: true) - before;
        gate.SetResult();
        await Task.WhenAll(running.Select(task => task.Ended));
        running = [];
        return new Held(live, GC.GetTotalMemory(forceFullCollection: true) - before);
    }

    private static (Task Reached, Task Ended) StartAsync(IProblemSource source, IStrategy strategy, int number, int call, Task gate)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var made = 0;
        var client = new NullClient(() =>
        {
            if (Interlocked.Increment(ref made) < call)
            {
                return Task.CompletedTask;
            }

            reached.TrySetResult();
            return gate;
        });
        var ended = Task.Run(async () => (await Cost.RunAsync(source.Create((ulong)number), strategy, number, client)).State);
        return (Task.WhenAny(reached.Task, ended), ended);
    }
}
