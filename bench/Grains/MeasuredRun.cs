using System.Diagnostics;
using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;
using AgentLoad.Silo.Hosting;
using Microsoft.Extensions.Hosting;

namespace AgentLoad.Bench.Grains;

/// <summary>One run in this process and its cost.</summary>
internal sealed class MeasuredRun
{
    private readonly TaskCompletionSource _allStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _agents;
    private readonly long _tasks;
    private long _steps;
    private long _ended;
    private int _started;

    private MeasuredRun(int agents, long tasks) => (_agents, _tasks) = (agents, tasks);

    /// <summary>CPU time of this process per step, in microseconds, without the start of the host.</summary>
    public double CpuPerStep { get; private set; }

    /// <summary>Seconds until the last agent started.</summary>
    public double SecondsToStart { get; private set; }

    /// <summary>Managed memory of an agent that did one task and waits; 0 if agents do not wait.</summary>
    public double BytesPerAgent { get; private set; }

    /// <summary>Runs the workload to its end, or until every agent waits if it has think time.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="asGrains">True for grains of an embedded silo, false for plain objects.</param>
    public static async Task<MeasuredRun> RunAsync(Workload workload, bool asGrains)
    {
        var run = new MeasuredRun(workload.Load.Agents, workload.Load.Tasks ?? workload.Load.Agents);
        var waits = workload.Groups[0].ThinkTime > TimeSpan.Zero;
        var observer = new Observer(run);
        using var connections = await Connections.OpenAsync(workload, TimeProvider.System, static _ => { }, CancellationToken.None);
        await using var silo = asGrains
            ? await EmbeddedSilo.StartAsync(
                Host.CreateEmptyApplicationBuilder(null),
                TimeProvider.System,
                observer,
                traceGrains: false,
                CancellationToken.None
            )
            : null;
        await using var host =
            silo?.CreateHost(workload, connections) ?? new InProcessHost(workload, connections, TimeProvider.System, observer);
        await host.PrepareAsync(CancellationToken.None);
        var bytes = GC.GetTotalMemory(forceFullCollection: true);
        var (cpu, start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        using var stop = new CancellationTokenSource();
        var running = host.RunAsync(run.TakeAsync, CancellationToken.None, stop.Token);
        await run._allStarted.Task;
        run.SecondsToStart = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await run._allEnded.Task;
        if (waits)
        {
            run.BytesPerAgent = (double)(GC.GetTotalMemory(forceFullCollection: true) - bytes) / run._agents;
            await stop.CancelAsync();
        }

        await running;
        run.CpuPerStep = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / run._steps;
        return run;
    }

    private ValueTask TakeAsync(TaskRecord task)
    {
        Interlocked.Add(ref _steps, task.Steps.Count);
        if (Interlocked.Increment(ref _ended) == _tasks)
        {
            _allEnded.TrySetResult();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Counts agents that start.</summary>
    private sealed class Observer(MeasuredRun run) : IAgentObserver
    {
        public void OnAgentStarted()
        {
            if (Interlocked.Increment(ref run._started) == run._agents)
            {
                run._allStarted.TrySetResult();
            }
        }

        public void OnAgentStopped() { }

        public void OnTaskStarted() { }

        public void OnTaskMigrated() { }

        public void OnTaskEnded(EndedTask ended) { }

        public void OnCallStarted() { }

        public void OnCallEnded(StepRecord step) { }
    }
}
