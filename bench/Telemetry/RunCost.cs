using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Telemetry;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Bench.Telemetry;

/// <summary>The cost of one run in this process.</summary>
/// <param name="Calls">Calls.</param>
/// <param name="Chunks">Chunks of their replies.</param>
/// <param name="Cpu">CPU time.</param>
/// <param name="Seconds">Duration of the run.</param>
internal sealed record RunCost(long Calls, long Chunks, TimeSpan Cpu, double Seconds)
{
    /// <summary>CPU time per call, in microseconds.</summary>
    public double MicrosecondsPerCall => Cpu.TotalMicroseconds / Calls;

    /// <summary>
    /// Runs the workload in this process and fetches /metrics every second if it is served. The start and the end of telemetry are not
    /// counted: they do not depend on the length of the run.
    /// </summary>
    public static async Task<(RunCost Cost, IReadOnlyList<TaskRecord> Tasks)> MeasureAsync(Workload workload, TelemetrySettings choice)
    {
        GC.Collect();
        using var connections = await Connections.OpenAsync(workload, TimeProvider.System, static _ => { }, CancellationToken.None);
        var tasks = new ConcurrentQueue<TaskRecord>();
        await using var telemetry = TelemetryHost.Create(choice, "bench", "bench");
        var url = await telemetry.ServeAsync(static _ => Task.FromResult<string?>(null), CancellationToken.None);
        await using var host = telemetry.WithRunMetrics(
            new InProcessHost(workload, connections, TimeProvider.System, telemetry.ObserverOrNull)
        );
        using var ended = new CancellationTokenSource();
        var (cpu, start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        var scraping = url is null ? Task.CompletedTask : ScrapeAsync(url, ended.Token);
        await host.RunAsync(
            task =>
            {
                tasks.Enqueue(task);
                return ValueTask.CompletedTask;
            },
            CancellationToken.None,
            CancellationToken.None
        );
        var (spent, seconds) = (Environment.CpuUsage.TotalTime - cpu, Stopwatch.GetElapsedTime(start).TotalSeconds);
        await ended.CancelAsync();
        await scraping;
        var calls = tasks.SelectMany(static task => task.Steps).Select(static step => step.Call).OfType<CallRecord>().ToArray();
        return (new RunCost(calls.Length, calls.Sum(static call => call.ChunkGaps.Length + 1), spent, seconds), [.. tasks]);
    }

    /// <summary>Reads what <see cref="ToString"/> returned.</summary>
    public static RunCost Parse(string line)
    {
        var words = line.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        return new RunCost((long)words[0], (long)words[1], TimeSpan.FromMicroseconds(words[2]), words[3]);
    }

    /// <summary>Returns the figures as one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Calls} {Chunks} {Cpu.TotalMicroseconds} {Seconds}");

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
