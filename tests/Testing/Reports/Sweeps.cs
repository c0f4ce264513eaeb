using System.Globalization;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Sweeps;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Testing.Reports;

/// <summary>Results of sweeps.</summary>
internal static class Sweeps
{
    public const string Clause = "task.latency:p95:le:5s";

    /// <summary>Creates a result from steps such as "4+ 5-? 6!": met, failed but inconclusive, invalidated by the load generator.</summary>
    public static SweepResult Result(string steps)
    {
        var parsed = Steps(steps);
        var verdict = SweepVerdict.Of(parsed);
        return new SweepResult
        {
            Name = "demo",
            Simulated = true,
            Unit = "tasks/s",
            Slos = [Clause],
            Steps = parsed,
            Endpoints = [new EndpointFacts("default", "http://gpu", "Ollama", "m", true)],
            Knee = verdict.Knee,
            FirstFailed = verdict.FirstFailed,
            ClientLimited = verdict.ClientLimited,
            LimitingResource = verdict.LimitingResource,
        };
    }

    private static SweepStep[] Steps(string text) =>
        [
            .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word =>
                {
                    var level = double.Parse(word.TrimEnd('+', '-', '!', '?'), CultureInfo.InvariantCulture);
                    var met = word.Contains('+', StringComparison.Ordinal);
                    return new SweepStep
                    {
                        Level = level,
                        WindowSeconds = 30,
                        Met = met,
                        Conclusive = !word.EndsWith('?') && !word.EndsWith('!'),
                        Saturated = false,
                        TasksPerSecond = level,
                        GoodTasksPerSecond = met ? level : level / 3,
                        TokensPerSecond = 100 * Math.Min(level, 3),
                        LatencyP50Seconds = 1,
                        LatencyP95Seconds = met ? 2 : 7,
                        CriticalPath = CriticalPathSplit.Zero with { ServerQueueSeconds = level, DecodeSeconds = 1 },
                        Slos = [new SloResult(Clause, met ? 2 : 7, 5, met, 700, true)],
                        Invalid = word.EndsWith('!') ? ["The client was slow."] : [],
                        Run = $"step{level}",
                    };
                }),
        ];
}
