using System.Diagnostics;
using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;
using AgentLoad.Silo.Hosting;

namespace AgentLoad.GrainCost.Cluster;

/// <summary>One run on a host in this process, and what of it is measured.</summary>
internal sealed class Measured
{
    private readonly TaskCompletionSource _allBegan = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _tasks;
    private long _steps;
    private long _ended;
    private int _agents;

    private Measured(int agents, long tasks) => (Agents, _tasks) = (agents, tasks);

    public int Agents { get; }

    /// <summary>CPU of this process per step, microseconds; starting the host is not counted.</summary>
    public double CpuPerStep { get; private set; }

    /// <summary>Seconds until the last agent had begun.</summary>
    public double SecondsToStart { get; private set; }

    /// <summary>Bytes an agent holds that did its task and waits.</summary>
    public double BytesPerAgent { get; private set; }

    /// <summary>Does a run to its end, or, where agents are to wait after a task each, until all of them wait.</summary>
    public static async Task<Measured> RunAsync(Workload workload, bool asGrains)
    {
        var measured = new Measured(workload.Load.Agents, workload.Load.Tasks ?? workload.Load.Agents);
        var waits = workload.Groups[0].ThinkTime > TimeSpan.Zero;
        using var connections = await Connections.OpenAsync(workload, TimeProvider.System, static _ => { }, CancellationToken.None);
        var observer = new Counting(measured);
        await using IAgentHost host = asGrains
            ? await EmbeddedSilo.StartAsync(workload, connections, TimeProvider.System, observer, CancellationToken.None)
            : new InProcess(workload, connections, TimeProvider.System, observer);
        await host.PrepareAsync(CancellationToken.None);
        var (bytes, cpu, began) = (GC.GetTotalMemory(forceFullCollection: true), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        using var stop = new CancellationTokenSource();
        var run = host.RunAsync(measured.TakeAsync, CancellationToken.None, stop.Token);
        await measured._allBegan.Task;
        measured.SecondsToStart = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await measured._allEnded.Task;
        if (waits)
        {
            measured.BytesPerAgent = (double)(GC.GetTotalMemory(forceFullCollection: true) - bytes) / measured.Agents;
            await stop.CancelAsync();
        }

        await run;
        measured.CpuPerStep = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / measured._steps;
        return measured;
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

    private sealed class Counting(Measured measured) : IAgentObserver
    {
        public void OnAgentStarted()
        {
            if (Interlocked.Increment(ref measured._agents) == measured.Agents)
            {
                measured._allBegan.TrySetResult();
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
