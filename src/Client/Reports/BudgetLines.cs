using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Reports;

/// <summary>What ended tasks early, what they cost, and what failures cost on top: a line each, and none where there is nothing to say.</summary>
internal static class BudgetLines
{
    public static IEnumerable<string> Of(RunSummary summary)
    {
        foreach (var row in summary.Strategies.Where(r => r.BudgetsReached.Count > 0))
        {
            var ended = row.BudgetsReached.Values.Sum();
            var by = string.Join(", ", row.BudgetsReached.Select(b => $"{NumberFormat.Count(b.Value)} by {EnumText.Of(b.Key.ToString())}"));
            yield return $"Budget   {row.Group}: {NumberFormat.Percent((double)ended / row.Tasks)} of tasks ended by it ({by})";
        }

        foreach (var row in summary.Strategies.Where(r => r.Cost is not null))
        {
            yield return $"Cost     {(row.IsBaseline ? "one call" : row.Group)}: {NumberFormat.Number(row.Cost!.Mean)} per task, {NumberFormat.Number(row.Cost.Mean * row.Cost.Count)} in all";
        }

        foreach (var row in summary.Strategies.Where(r => r.Retries > 0))
        {
            yield return $"Retries  {(row.IsBaseline ? "one call" : row.Group)}: {NumberFormat.Count(row.Retries)} calls, {NumberFormat.Number(row.RetryTokens)} tokens, counted in its amplification";
        }
    }
}
