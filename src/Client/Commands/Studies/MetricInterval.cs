using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>Computes 95 % confidence intervals of metrics over the tasks of a cell.</summary>
internal static class MetricInterval
{
    private static readonly Dictionary<string, (Func<StudyTask, double?> Value, Func<StudyTask, double?> Per)> Means = new(
        StringComparer.Ordinal
    )
    {
        ["calls"] = (task => task.Calls, PerTask),
        ["tool_calls"] = (task => task.ToolCalls, PerTask),
        ["prompt_tokens"] = (task => task.PromptTokens, PerTask),
        ["completion_tokens"] = (task => task.CompletionTokens, PerTask),
        ["total_tokens"] = (task => task.TotalTokens, PerTask),
        ["distinct_prompt_tokens"] = (task => task.DistinctPromptTokens, PerTask),
        ["depth"] = (task => task.Depth, PerTask),
        ["peak_calls"] = (task => task.PeakCalls, PerTask),
        ["score"] = (task => task.Score, PerTask),
        ["resent_share"] = (task => task.ResentTokens, task => task.PromptTokens),
        ["prompt_tokens_per_call"] = (task => task.PromptTokens, task => task.Calls),
        ["completion_tokens_per_call"] = (task => task.CompletionTokens, task => task.Calls),
    };

    /// <summary>
    /// Returns the interval of one of <see cref="CellResult.Metrics"/>, or null if the tasks do not have the metric: Wilson intervals for
    /// solved rates, bootstrap intervals for all other metrics.
    /// </summary>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="cell">Results of the cell.</param>
    /// <param name="tasks">Tasks of the cell that ran to their end.</param>
    public static (double Low, double High)? Of(string metric, CellResult cell, IReadOnlyList<StudyTask> tasks)
    {
        if (!Means.TryGetValue(metric, out var mean))
        {
            return metric switch
            {
                "solved" => cell.Solved is { } solved ? (solved.Low, solved.High) : null,
                "calls_over_direct" => Of(cell.CallsOverDirect),
                "tokens_over_direct" => Of(cell.TokensOverDirect),
                "completion_tokens_over_direct" => Of(cell.CompletionTokensOverDirect),
                _ => null,
            };
        }

        return Of(
            Bootstrap.RatioOfMeans([
                .. tasks
                    .Select(task => (task.Problem, Value: mean.Value(task), Per: mean.Per(task)))
                    .Where(pair => pair is { Value: not null, Per: not null })
                    .GroupBy(pair => pair.Problem, StringComparer.Ordinal)
                    .Select(problem => (problem.Sum(pair => pair.Value!.Value), problem.Sum(pair => pair.Per!.Value))),
            ])
        );
    }

    private static double? PerTask(StudyTask task) => 1;

    private static (double Low, double High)? Of(RatioInterval? ratio) => ratio is { Low: { } low, High: { } high } ? (low, high) : null;
}
