using AgentLoad.Measurement.Slo;

namespace AgentLoad.Measurement.Runs;

/// <summary>
/// Provides the values that SLO clauses are evaluated on: calls and tasks in the measured window, without baseline tasks.
/// </summary>
internal sealed class SloSamples(CallColumns calls, RowTable rows)
{
    public IReadOnlyList<double> Of(SloMetric metric) =>
        metric.Name switch
        {
            "task.solved" => [.. rows.Measured.SelectMany(static row => row.Verdicts())],
            "task.errors" => [.. rows.Measured.SelectMany(static row => row.Errors())],
            _ when TaskValues.All.TryGetValue(metric.Name, out var value) => [.. rows.Measured.SelectMany(row => row.Values(value))],
            _ => calls[metric.Name],
        };
}
