using System.Globalization;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>Results of a cell. Means cover the tasks that ran to their end; null if unknown.</summary>
internal sealed record CellResult
{
    /// <summary>Metrics that can be compared with published values.</summary>
    public static readonly string[] Metrics =
    [
        "calls",
        "tool_calls",
        "prompt_tokens",
        "completion_tokens",
        "total_tokens",
        "distinct_prompt_tokens",
        "depth",
        "peak_calls",
        "resent_share",
        "solved",
        "score",
        "prompt_tokens_per_call",
        "completion_tokens_per_call",
        "calls_over_direct",
        "tokens_over_direct",
        "completion_tokens_over_direct",
    ];

    public required StudyCell Cell { get; init; }

    public required int Tasks { get; init; }

    public required IReadOnlyDictionary<TaskState, int> States { get; init; }

    public WilsonInterval? Solved { get; init; }

    public MeanInterval? Score { get; init; }

    public double? Calls { get; init; }

    public double? ToolCalls { get; init; }

    public double? Depth { get; init; }

    public double? PeakCalls { get; init; }

    public double? PromptTokens { get; init; }

    public double? CompletionTokens { get; init; }

    public double? TotalTokens { get; init; }

    public double? DistinctPromptTokens { get; init; }

    public double? ResentShare { get; init; }

    public double? WastedShare { get; init; }

    public Distribution? Latency { get; init; }

    public double? CriticalPath { get; init; }

    public double? Parallelism { get; init; }

    public double? ServerSeconds { get; init; }

    /// <summary>Load of each unit.</summary>
    public IReadOnlyList<UnitLoad> Loads { get; init; } = [];

    /// <summary>Mean tokens per second while all agents worked.</summary>
    public double? TokensPerSecond => Loads.Count == 0 ? null : Loads.Average(load => load.TokensPerSecond);

    /// <summary>Mean number of concurrent calls while all agents worked.</summary>
    public double? CallsInFlight => Loads.Count == 0 ? null : Loads.Average(load => load.CallsInFlight);

    /// <summary>Time in the queues of the servers / duration of the calls; null if no server reports it.</summary>
    public double? QueueShare { get; init; }

    public int ParseFailures { get; init; }

    public int Retries { get; init; }

    /// <summary>Mean cost of a task in the study's currency; null without a price.</summary>
    public double? Cost { get; init; }

    public RatioInterval? TokensOverDirect { get; init; }

    public RatioInterval? CompletionTokensOverDirect { get; init; }

    public RatioInterval? CallsOverDirect { get; init; }

    public RatioInterval? LatencyOverDirect { get; init; }

    /// <summary>95 % confidence intervals of the metrics that are compared with published values, by metric name.</summary>
    public IReadOnlyDictionary<string, (double Low, double High)> Intervals { get; init; } =
        new Dictionary<string, (double Low, double High)>();

    /// <summary>True if the cell is Pareto-optimal in solved rate and tokens among the cells of its problem.</summary>
    public bool OnTokenFront { get; init; }

    /// <summary>True if the cell is Pareto-optimal in solved rate and latency among the cells of its problem.</summary>
    public bool OnTimeFront { get; init; }

    /// <summary>Returns the value of one of <see cref="Metrics"/>; null if unknown.</summary>
    public double? Metric(string name) =>
        name switch
        {
            "calls" => Calls,
            "tool_calls" => ToolCalls,
            "prompt_tokens" => PromptTokens,
            "completion_tokens" => CompletionTokens,
            "total_tokens" => TotalTokens,
            "distinct_prompt_tokens" => DistinctPromptTokens,
            "depth" => Depth,
            "peak_calls" => PeakCalls,
            "resent_share" => ResentShare,
            "solved" => Solved?.Rate,
            "score" => Score?.Mean,
            "prompt_tokens_per_call" => PromptTokens / Calls,
            "completion_tokens_per_call" => CompletionTokens / Calls,
            "calls_over_direct" => CallsOverDirect?.Ratio,
            "tokens_over_direct" => TokensOverDirect?.Ratio,
            "completion_tokens_over_direct" => CompletionTokensOverDirect?.Ratio,
            _ => null,
        };

    /// <summary>Returns all values by column name of results.csv and the database; null if unknown. Durations are seconds.</summary>
    public IReadOnlyDictionary<string, string?> Columns(bool simulated)
    {
        static string? N(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);
        var columns = new Dictionary<string, string?>
        {
            ["cell"] = N(Cell.Id),
            ["model"] = Cell.Model,
            ["simulated"] = simulated ? "1" : "0",
            ["problem"] = Cell.ProblemText,
            ["strategy"] = Cell.Strategy.Name,
            ["settings"] = StudyCell.TextOf(Cell.Strategy),
            ["swept"] = string.Join(' ', Cell.Swept.Select(s => $"{s.Key}={s.Value}")),
            ["budget"] = Cell.Budget,
            ["tasks"] = N(Tasks),
            ["solved"] = N(Solved?.Rate),
            ["solved_low"] = N(Solved?.Low),
            ["solved_high"] = N(Solved?.High),
            ["score"] = N(Score?.Mean),
            ["score_low"] = N(Score?.Low),
            ["score_high"] = N(Score?.High),
            ["calls"] = N(Calls),
            ["tool_calls"] = N(ToolCalls),
            ["depth"] = N(Depth),
            ["peak_calls"] = N(PeakCalls),
            ["prompt_tokens"] = N(PromptTokens),
            ["completion_tokens"] = N(CompletionTokens),
            ["total_tokens"] = N(TotalTokens),
            ["distinct_prompt_tokens"] = N(DistinctPromptTokens),
            ["resent_share"] = N(ResentShare),
            ["wasted_share"] = N(WastedShare),
            ["latency_mean_s"] = N(Latency?.Mean),
            ["latency_p50_s"] = N(Latency?.P50),
            ["latency_p95_s"] = N(Latency?.P95),
            ["critical_path_s"] = N(CriticalPath),
            ["parallelism"] = N(Parallelism),
            ["server_s"] = N(ServerSeconds),
            ["agents"] = N(Cell.Workload.Load.Agents),
            ["tokens_per_s"] = N(TokensPerSecond),
            ["calls_in_flight"] = N(CallsInFlight),
            ["queue_share"] = N(QueueShare),
            ["parse_failures"] = N(ParseFailures),
            ["retries"] = N(Retries),
            ["cost"] = N(Cost),
        };
        foreach (
            var (name, ratio) in new[]
            {
                ("tokens", TokensOverDirect),
                ("completion_tokens", CompletionTokensOverDirect),
                ("calls", CallsOverDirect),
                ("latency", LatencyOverDirect),
            }
        )
        {
            columns[$"{name}_over_direct"] = N(ratio?.Ratio);
            columns[$"{name}_over_direct_low"] = N(ratio?.Low);
            columns[$"{name}_over_direct_high"] = N(ratio?.High);
        }

        foreach (var (state, count) in States)
        {
            columns[$"state_{state}"] = N(count);
        }

        columns["on_token_front"] = OnTokenFront ? "1" : "0";
        columns["on_time_front"] = OnTimeFront ? "1" : "0";
        return columns;
    }
}
