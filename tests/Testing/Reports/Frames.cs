using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Sessions;
using AgentLoad.Client.Live;
using AgentLoad.Client.Reports.Data;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Testing.Reports;

/// <summary>Frames with everything in them that a view may have to show.</summary>
internal static class Frames
{
    public const string Hostile = "<b>\e[31m\u202egroup 漢字🚀\n\a";

    public static LiveFrame At(double seconds, string text = "tree-of-thoughts", long calls = 4) =>
        new()
        {
            Facts = Cases.Facts(text) with { OpenLoop = true },
            Snapshot = Cases.Snapshot(seconds) with
            {
                CallsInFlight = calls,
                RequestedTasks = 9,
                RequestedPerSecond = 3,
                StartedPerSecond = 2,
                AgentsInCalls = 1,
                LatencyP95Seconds = 2,
                RecentTaskLatencyP50Seconds = 1,
                RecentTaskLatencyP95Seconds = 3,
                ServerWaiting = 7,
                ServerKvCacheUsage = 0.45,
            },
            Slos =
            [
                new SloResult("task.latency:p95:le:5s", 7.1, 5, false, 120, false) { Within = 110 },
                new SloResult("call.ttft:p99:le:800ms", 0.4, 0.8, true, 900, true) { Within = 899 },
                new SloResult("task.solved:rate:ge:0.6", null, 0.6, false, 0, false),
            ],
            ScrapesServers = true,
            Groups =
            [
                new GroupProgress(new RowKey("", "game24", "direct", true), 2, 2, 1, 1, 88, 0.3),
                .. Enumerable
                    .Range(0, 9)
                    .Select(i => new GroupProgress(new RowKey($"{text} {i}", text, text, false), i, i, i / 2, 200 + i, 60_000, 15.5)
                    {
                        Latency = [new(1, 0.1), new(4, 0.5), new(20, 1)],
                        LatencyP95 = 19,
                    }),
            ],
            Reasons = [new FailureReason($"timed out: {text}", 3)],
            Losses = [new HostLoss(12, "silo-2", 500, 12, 30)],
            Task = new RunningTask(
                17,
                4,
                text,
                text,
                text,
                1,
                seconds,
                [.. Enumerable.Range(1, 12).Select(id => Step(id, text))],
                [new StepStart(13, text + "/13", text, StepKind.Tool, [12], 2)]
            ),
            History = Enumerable
                .Range(0, 90)
                .Aggregate(
                    LiveHistory.Empty,
                    (history, i) => history.With(Cases.Snapshot(i) with { CallsPerSecond = i, RequestedPerSecond = i % 5 == 0 ? null : i })
                ),
            Page = "http://127.0.0.1:1/token/",
        };

    public static Measurement.Live.RunSnapshot Snapshot(double at) => Cases.Snapshot(at);

    private static StepRecord Step(int id, string text) =>
        new()
        {
            Id = id,
            Key = $"{text}/{id}",
            Kind = StepKind.Tool,
            Name = text,
            After = [id / 2],
            Uses = [id / 2],
            Asked = 1,
            Sent = 1.2,
            End = 2,
            ToolError = id % 5 == 0 ? text : null,
        };
}
