using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Client.Telemetry;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Bench.Telemetry;

/// <summary>Reports the tasks of a run to telemetry repeatedly on one thread: the cost of telemetry without the run.</summary>
internal static class TelemetryReplay
{
    private const int Repeats = 6;

    /// <summary>Returns the CPU time per call in microseconds, including the export.</summary>
    public static async Task<double> MeasureAsync(IReadOnlyList<TaskRecord> tasks, TelemetrySettings choice)
    {
        GC.Collect();
        var clock = RunClock.StartNow(TimeProvider.System);
        await using var telemetry = TelemetryHost.Create(choice, "bench", "bench");
        await telemetry.ServeAsync(static _ => Task.FromResult<string?>(null), CancellationToken.None);
        Report(telemetry.Observer, tasks, clock);
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Repeats; i++)
        {
            Report(telemetry.Observer, tasks, clock);
        }

        var calls = (double)Repeats * tasks.Sum(static task => task.Steps.Count(static step => step.Call is not null));
        return (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / calls;
    }

    private static void Report(IAgentObserver observer, IReadOnlyList<TaskRecord> tasks, RunClock clock)
    {
        foreach (var task in tasks)
        {
            observer.OnTaskStarted();
            foreach (var step in task.Steps)
            {
                if (step.Call is not null)
                {
                    observer.OnCallStarted();
                    observer.OnCallEnded(step);
                }
            }

            observer.OnTaskEnded(new EndedTask(task, clock, false));
        }
    }
}
