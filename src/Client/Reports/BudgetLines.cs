using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Reports;

/// <summary>Summary lines on exhausted budgets, costs and retries; none if there is nothing to report.</summary>
internal static class BudgetLines
{
    public static IEnumerable<string> Of(RunSummary summary)
    {
        foreach (var row in summary.Strategies.Where(r => r.BudgetsReached.Count > 0))
        {
            var exhausted = row.BudgetsReached.Values.Sum();
            var by = string.Join(", ", row.BudgetsReached.Select(b => $"{NumberFormat.Count(b.Value)} by {EnumText.Of(b.Key.ToString())}"));
            yield return $"Budget   {row.Group}: {NumberFormat.Percent((double)exhausted / row.Tasks)} of tasks exhausted it ({by})";
        }

        foreach (var row in summary.Strategies.Where(r => r.Cost is not null))
        {
            string Money(double value) => NumberFormat.Money(value, summary.Run.Currency);
            yield return $"Cost     {(row.IsBaseline ? "one call" : row.Group)}: {Money(row.Cost!.Mean)} per task, "
                + $"{Money(1000 * row.Cost.Mean)} per 1,000 tasks, {Money(row.Cost.Mean * row.Cost.Count)} in total";
        }

        foreach (var row in summary.Strategies.Where(r => r.Retries > 0))
        {
            yield return $"Retries  {(row.IsBaseline ? "one call" : row.Group)}: {NumberFormat.Count(row.Retries)} calls, "
                + $"{NumberFormat.Number(row.RetryTokens)} tokens, included in the amplification";
        }
    }
}
