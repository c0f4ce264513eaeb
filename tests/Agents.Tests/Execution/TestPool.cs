using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Tests.Execution;

/// <summary>Runs agents as plain objects whose tasks a test decides.</summary>
internal sealed class TestPool(Workload workload, Schedule schedule, DoTask doTask, TimeProvider time)
{
    public async Task RunAsync(long epoch, Func<TaskRecord, ValueTask> save, CancellationToken drain, CancellationToken stop)
    {
        using var pool = new AgentPool(
            workload,
            schedule,
            doTask,
            save,
            new RunClock(time, epoch, "run"),
            NullObserver.Instance,
            drain,
            stop
        );
        await pool.RunAsync();
    }
}
