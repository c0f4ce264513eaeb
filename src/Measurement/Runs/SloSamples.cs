using AgentLoad.Measurement.Slo;

namespace AgentLoad.Measurement.Runs;

/// <summary>The values that an SLO clause is judged by: calls and tasks of the window, baseline excluded.</summary>
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
