using AgentLoad.Client.Reports;
using AgentLoad.Client.Reports.Html.Charts;
using AgentLoad.Measurement.Live;

namespace AgentLoad.Client.Live.Web;

/// <summary>Charts of the live page.</summary>
internal static class LiveCharts
{
    public static IReadOnlyList<TimeChart> Of(LiveFrame frame)
    {
        var points = frame.History.Points;
        var end = Math.Max(frame.PlannedSeconds ?? 0, frame.Snapshot.ElapsedSeconds);
        var time = new TimeAxis([.. points.Select(point => point.ElapsedSeconds)], 1, Math.Max(1, end), [])
        {
            Losses = [.. frame.Losses.Select(loss => loss.AtSeconds)],
        };
        return
        [
            Chart(
                "concurrency",
                "Calls in flight and active agents",
                false,
                ("calls in flight", "s1", s => s.CallsInFlight),
                ("active agents", "s2", s => s.ActiveAgents)
            ),
            Chart("calls", "Calls per second", false, ("ended", "s1", s => s.CallsPerSecond)),
            Chart(
                "ttft",
                "Time to first token",
                true,
                ("p50", "s1", s => s.IntervalTtftP50Seconds),
                ("p95", "s2", s => s.IntervalTtftP95Seconds)
            ),
            Chart(
                "latency",
                "Call latency",
                true,
                ("p50", "s1", s => s.IntervalLatencyP50Seconds),
                ("p95", "s2", s => s.IntervalLatencyP95Seconds)
            ),
            Chart(
                "task-latency",
                "Task latency, last 10 s",
                true,
                ("p50", "s1", s => s.RecentTaskLatencyP50Seconds),
                ("p95", "s2", s => s.RecentTaskLatencyP95Seconds)
            ) with
            {
                Bounds = SloBounds.Of(frame.Slos.Select(slo => slo.Clause), "task.latency"),
            },
            Chart(
                "tokens",
                "Tokens per second",
                false,
                ("prompt", "s1", s => s.PromptTokensPerSecond),
                ("completion", "s2", s => s.CompletionTokensPerSecond)
            ),
            frame.Facts.OpenLoop
                ? Chart(
                    "rate",
                    "Tasks started per second",
                    false,
                    ("requested", "s1", s => s.RequestedPerSecond),
                    ("started", "s2", s => s.StartedPerSecond)
                )
                : Chart("rate", "Tasks started per second", false, ("started", "s1", s => s.StartedPerSecond)),
            Chart("server-queue", "Requests waiting on the servers", false, ("waiting", "s1", s => s.ServerWaiting)),
            Chart("server-cache", "KV cache usage of the servers, %", false, ("highest", "s1", s => 100 * s.ServerKvCacheUsage)),
        ];

        TimeChart Chart(
            string id,
            string title,
            bool inSeconds,
            params (string Name, string CssClass, Func<RunSnapshot, double?> Value)[] lines
        ) =>
            new(
                id,
                title,
                inSeconds,
                time,
                [.. lines.Select(line => new ChartSeries(line.Name, null, line.CssClass, [.. points.Select(line.Value)]))]
            );
    }
}
