using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>95 % intervals of what is compared with published figures, over the tasks of a cell.</summary>
internal static class MetricInterval
{
    private static readonly Dictionary<string, (Func<StudyTask, double?> Value, Func<StudyTask, double?> Per)> Means = new(
        StringComparer.Ordinal
    )
    {
        ["calls"] = (task => task.Calls, One),
        ["tool_calls"] = (task => task.ToolCalls, One),
        ["prompt_tokens"] = (task => task.PromptTokens, One),
        ["completion_tokens"] = (task => task.CompletionTokens, One),
        ["total_tokens"] = (task => task.TotalTokens, One),
        ["distinct_prompt_tokens"] = (task => task.DistinctPromptTokens, One),
        ["depth"] = (task => task.Depth, One),
        ["peak_calls"] = (task => task.PeakCalls, One),
        ["score"] = (task => task.Score, One),
        ["resent_share"] = (task => task.ResentTokens, task => task.PromptTokens),
        ["prompt_tokens_per_call"] = (task => task.PromptTokens, task => task.Calls),
        ["completion_tokens_per_call"] = (task => task.CompletionTokens, task => task.Calls),
    };

    /// <summary>The interval of a metric of <see cref="CellResult.Metrics"/>; null where the tasks lack it. Solved rates after Wilson, all else by bootstrap.</summary>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="cell">What the cell came to.</param>
    /// <param name="tasks">Its tasks that ran their course.</param>
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
                    .Select(task => (Value: mean.Value(task), Per: mean.Per(task)))
                    .Where(pair => pair is { Value: not null, Per: not null })
                    .Select(pair => (pair.Value!.Value, pair.Per!.Value)),
            ])
        );
    }

    private static double? One(StudyTask task) => 1;

    private static (double Low, double High)? Of(RatioInterval? ratio) => ratio is null ? null : (ratio.Low, ratio.High);
}
