using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;

namespace AgentLoad.Bench.Strategies;

/// <summary>Managed memory of tasks after a full collection.</summary>
/// <param name="Running">Bytes of all tasks, each paused at one call.</param>
/// <param name="Ended">Bytes after all tasks ended.</param>
internal sealed record TaskMemory(long Running, long Ended)
{
    /// <summary>Pauses every task at a call; a task with fewer calls ends.</summary>
    public static async Task<TaskMemory> MeasureAsync(IProblemSource source, int tasks, IStrategy strategy, int call)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Enumerable.Range(0, tasks).Select(i => Start(source, strategy, i, call, gate.Task)).ToArray();
        await Task.WhenAll(running.Select(task => task.Paused));
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        gate.SetResult();
        await Task.WhenAll(running.Select(task => task.Ended));
        running = [];
        return new TaskMemory(bytes, GC.GetTotalMemory(forceFullCollection: true) - before);
    }

    private static (Task Paused, Task Ended) Start(IProblemSource source, IStrategy strategy, int number, int call, Task gate)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = 0;
        var client = new NullClient(() =>
        {
            if (Interlocked.Increment(ref calls) < call)
            {
                return Task.CompletedTask;
            }

            reached.TrySetResult();
            return gate;
        });
        var ended = Task.Run(async () => (await StrategyCost.RunAsync(source.Create((ulong)number), strategy, number, client)).State);
        return (Task.WhenAny(reached.Task, ended), ended);
    }
}
