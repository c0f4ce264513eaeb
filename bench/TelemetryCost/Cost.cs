using System.Diagnostics;
using AgentLoad.Agents.Hosting;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Telemetry;
using AgentLoad.Measurement.Records;

namespace AgentLoad.TelemetryCost;

/// <summary>What one run cost this process.</summary>
/// <param name="Calls">Calls.</param>
/// <param name="Cpu">CPU time.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record Cost(long Calls, TimeSpan Cpu, double Seconds)
{
    public double PerCall => Cpu.TotalMicroseconds / Calls;

    /// <summary>Runs the workload in this process; where /metrics is served, it is fetched once a second. Starting and stopping telemetry, which happens once
    /// whatever the run, is not counted.</summary>
    public static async Task<Cost> OfAsync(Workload workload, TelemetryChoice choice)
    {
        GC.Collect();
        using var connections = await Connections.OpenAsync(workload, TimeProvider.System, static _ => { }, CancellationToken.None);
        long calls = 0;
        await using (var telemetry = TelemetryHost.Of(choice, "bench", "bench"))
        {
            var url = await telemetry.ServeAsync(static () => null, CancellationToken.None);
            await using var host = telemetry.Watch(new InProcess(workload, connections, TimeProvider.System, telemetry.ObserverOrNull));
            using var ended = new CancellationTokenSource();
            var (cpu, began) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            var scraping = url is null ? Task.CompletedTask : ScrapeAsync(url, ended.Token);
            await host.RunAsync(
                task =>
                {
                    Interlocked.Add(ref calls, task.Steps.Count(static step => step.Kind == StepKind.Call));
                    return ValueTask.CompletedTask;
                },
                CancellationToken.None,
                CancellationToken.None);
            var cost = new Cost(calls, Environment.CpuUsage.TotalTime - cpu, Stopwatch.GetElapsedTime(began).TotalSeconds);
            await ended.CancelAsync();
            await scraping;
            return cost;
        }
    }

    private static async Task ScrapeAsync(string url, CancellationToken ended)
    {
        using var http = new HttpClient();
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await http.GetStringAsync(new Uri($"{url}/metrics"), CancellationToken.None);
        }
    }
}
