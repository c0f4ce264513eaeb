using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Statistics;
using AgentLoad.Measurement.Tasks;
using AgentLoad.Testing.Reports;

namespace AgentLoad.Client.Tests;

/// <summary>A run's summary with something in every part.</summary>
internal static class Summaries
{
    public static RunSummary Summary() =>
        new()
        {
            Run = Cases.Facts() with
            {
                Id = "20260304T050607Z-demo",
                DurationSeconds = 24.3,
                WindowStartSeconds = 2,
                WindowEndSeconds = 24.3,
            },
            Invalid = [],
            Degraded = [],
            Tasks = new TaskCounts(
                64,
                64,
                12,
                States((TaskState.Solved, 31), (TaskState.Unsolved, 30), (TaskState.Failed, 3)),
                new WindowTasks(60, 0, 58, States((TaskState.Solved, 29), (TaskState.Unsolved, 26), (TaskState.Failed, 3)))
            ),
            Strategies =
            [
                Row("direct", 1, 410, solved: 2, of: 12, baseline: true),
                Row("direct", 1, 412, solved: 3, of: 15, amplification: 1),
                Row("cot", 1, 655, solved: 6, of: 15, amplification: 1.58),
                Row("self-consistency", 10, 6210, solved: 8, of: 16, amplification: 15.1),
                Row("tot", 96.4, 31_870, solved: 12, of: 14, amplification: 77.4),
            ],
            Calls = new CallSummary
            {
                Count = 1834,
                BaselineCount = 12,
                ByOutcome = Counts<CallOutcome>(
                    (CallOutcome.Completed, 1801),
                    (CallOutcome.LengthLimited, 21),
                    (CallOutcome.Overloaded, 12)
                ),
                ByProvenance = Counts<TokenProvenance>((TokenProvenance.Server, 1822), (TokenProvenance.Missing, 12)),
                ErrorRate = 12 / 1834.0,
                ScheduleDelaySeconds = Spread(1834, 0.0008),
                TtftSeconds = Spread(1822, 0.21),
                ChunkGapSeconds = Spread(88_000, 0.018),
                TpotSeconds = Spread(1700, 0.019),
                LatencySeconds = Spread(1834, 1.4),
                EffectiveLatencySeconds = Spread(1834, 1.5),
                ServerQueueSeconds = Spread(600, 0.06),
                ServerDecodeSeconds = Spread(1822, 1.1),
            },
            Throughput = new Throughput(9363, 82.2, 24_100, 16_000, 5_900, 2.59e9),
            Goodput = new Goodput(31, 1822, 5004, 81.7),
            Totals = new LoadTotals
            {
                Tasks = 52,
                Calls = 1834,
                PromptTokens = 540_000,
                CompletionTokens = 131_000,
                TotalTokens = 671_000,
                Retries = 12,
            },
            BaselineTotals = new LoadTotals
            {
                Tasks = 12,
                Calls = 12,
                PromptTokens = 2_600,
                CompletionTokens = 900,
                TotalTokens = 3_500,
            },
            Client = new ClientHealth
            {
                CpuShare = 0.31,
                Cores = 2,
                GcPauseTotalSeconds = 0.031,
                GcPauseShare = 0.0013,
                QueuedCalls = 0,
                MaxConcurrentCalls = 4000,
                PeakMemoryBytes = 148_000_000,
            },
            Slos =
            [
                new SloResult("call.ttft:p99:le:800ms", 0.63, 0.8, true, 1822, true),
                new SloResult("task.latency:p95:le:5s", 7.1, 5, false, 58, false),
            ],
        };

    public static StrategyRow Row(
        string strategy,
        double calls,
        double tokens,
        long solved,
        long of,
        double? amplification = null,
        bool baseline = false
    ) =>
        new()
        {
            Group = "default",
            Problem = "game24",
            Strategy = strategy,
            IsBaseline = baseline,
            Tasks = of,
            ByState = States((TaskState.Solved, solved), (TaskState.Unsolved, of - solved)),
            Solved = WilsonInterval.Of(solved, of),
            Calls = Spread(of, calls),
            ToolCalls = Spread(of, 0),
            Depth = Spread(of, 5),
            PeakCalls = Spread(of, 5),
            Parallelism = Spread(of, 1 + (calls / 20)),
            PromptTokens = Spread(of, tokens * 0.8),
            CompletionTokens = Spread(of, tokens * 0.2),
            TotalTokens = Spread(of, tokens),
            ResentShare = strategy == "direct" ? 0 : 0.62,
            WastedShare = strategy is "direct" or "cot" ? 0 : 0.71,
            LatencySeconds = Spread(of, calls / 10),
            CriticalPathSeconds = Spread(of, 0.5 + (calls / 11)),
            CriticalPathMean = new CriticalPathSplit(0.01, 0.4, 0, 0.3, 2.1, 0, 0.05, 0.02) * (0.5 + (calls / 11)) * (1 / 2.88),
            Retries = 0,
            ParseFailures = 2,
            Amplification = amplification is { } ratio
                ? new Amplification(12, Around(calls), Around(ratio), Around(ratio), Around(ratio), Around(ratio), Around(ratio))
                : null,
        };

    private static RatioInterval Around(double ratio) => new(ratio, ratio * 0.87, ratio * 1.16, 12);

    private static Distribution Spread(long count, double mean) =>
        new()
        {
            Count = count,
            Mean = mean,
            Min = mean * 0.3,
            Max = mean * 4,
            P50 = mean * 0.9,
            P90 = mean * 1.8,
            P95 = mean * 2.2,
            P99 = mean * 3,
            StandardDeviation = mean / 2,
        };

    public static Dictionary<T, long> Counts<T>(params (T Key, long Count)[] known)
        where T : struct, Enum =>
        Enum.GetValues<T>().ToDictionary(key => key, key => known.Where(pair => pair.Key.Equals(key)).Sum(pair => pair.Count));

    private static Dictionary<TaskState, long> States(params (TaskState Key, long Count)[] known) => Counts(known);
}
