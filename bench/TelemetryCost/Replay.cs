using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Client.Telemetry;
using AgentLoad.Measurement.Records;

namespace AgentLoad.TelemetryCost;

/// <summary>The tasks of a run told to telemetry again, and nothing else done: what telemetry takes by itself, on one thread.</summary>
internal static class Replay
{
    private const int Times = 6;

    /// <summary>Microseconds of CPU per call, exporting included.</summary>
    public static async Task<double> OfAsync(IReadOnlyList<TaskRecord> tasks, TelemetryChoice choice)
    {
        GC.Collect();
        var clock = RunClock.StartNow(TimeProvider.System);
        await using var telemetry = TelemetryHost.Of(choice, "bench", "bench");
        await telemetry.ServeAsync(static () => null, CancellationToken.None);
        Tell(telemetry.Observer, tasks, clock);
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Times; i++)
        {
            Tell(telemetry.Observer, tasks, clock);
        }

        var calls = (double)Times * tasks.Sum(static task => task.Steps.Count(static step => step.Call is not null));
        return (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / calls;
    }

    private static void Tell(IAgentObserver observer, IReadOnlyList<TaskRecord> tasks, RunClock clock)
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
