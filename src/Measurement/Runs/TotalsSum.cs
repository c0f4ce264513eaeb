using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Runs;

/// <summary>Accumulates the totals of tasks.</summary>
internal sealed class TotalsSum
{
    private LoadTotals _sum = new();

    public long Tasks => _sum.Tasks;

    public void Add(TaskMetrics task) =>
        _sum = new LoadTotals
        {
            Tasks = _sum.Tasks + 1,
            Calls = _sum.Calls + task.Calls,
            ToolCalls = _sum.ToolCalls + task.ToolCalls,
            PromptTokens = Plus(_sum.PromptTokens, task.PromptTokens),
            CachedTokens = Plus(_sum.CachedTokens, task.CachedTokens),
            CompletionTokens = Plus(_sum.CompletionTokens, task.CompletionTokens),
            ReasoningTokens = Plus(_sum.ReasoningTokens, task.ReasoningTokens),
            TotalTokens = Plus(_sum.TotalTokens, task.TotalTokens),
            ResentTokens = Plus(_sum.ResentTokens, task.ResentTokens),
            WastedTokens = Plus(_sum.WastedTokens, task.WastedTokens),
            Retries = _sum.Retries + task.Retries,
            ServerSeconds = task.ServerSeconds is { } seconds ? (_sum.ServerSeconds ?? 0) + seconds : _sum.ServerSeconds,
        };

    public LoadTotals ToTotals() => _sum;

    private static long? Plus(long? sum, long? value) => value is null ? sum : (sum ?? 0) + value;
}
