using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Client.Reports.Data;

/// <summary>
/// Latencies of the tasks that began in the measured window, per strategy, baseline excluded: the values that SLOs on the task latency
/// judge.
/// </summary>
internal sealed class TaskLatencies(MeasuredWindow window, IReadOnlyList<string> slos)
{
    private readonly Dictionary<RowKey, List<(double End, double Seconds)>> _rows = [];
    private readonly Dictionary<RowKey, long> _unbounded = [];

    /// <summary>task.effective_latency if an SLO bounds it, otherwise task.latency.</summary>
    public string Metric { get; } =
        slos.Any(clause => clause.StartsWith("task.effective_latency:", StringComparison.Ordinal))
            ? "task.effective_latency"
            : "task.latency";

    /// <summary>Statistic of the SLO on the metric, as a share; 0.95 without one.</summary>
    public (string Name, double Share) Statistic =>
        slos.Select(text =>
                SloClause.TryParse(text, out var clause, out _) && clause.Metric.Name == Metric ? clause.Statistic : (SloStatistic?)null
            )
            .FirstOrDefault(statistic => statistic is SloStatistic.P50 or SloStatistic.P90 or SloStatistic.P99) switch
        {
            SloStatistic.P50 => ("p50", 0.50),
            SloStatistic.P90 => ("p90", 0.90),
            SloStatistic.P99 => ("p99", 0.99),
            _ => ("p95", 0.95),
        };

    /// <summary>Rows with values, most tasks first.</summary>
    public IReadOnlyList<RowKey> Rows => [.. _rows.OrderByDescending(row => row.Value.Count).Select(row => row.Key)];

    public void Add(TaskRecord task)
    {
        if (task.IsBaseline || !window.Began(task))
        {
            return;
        }

        var key = RowKey.Of(task);
        if (task.State is TaskState.Failed or TaskState.Lost or TaskState.Aborted)
        {
            _unbounded[key] = UnboundedOf(key) + 1;
            return;
        }

        if (!_rows.TryGetValue(key, out var row))
        {
            _rows[key] = row = [];
        }

        row.Add((task.End, task.End - (Metric == "task.latency" ? task.Start : task.IntendedStart)));
    }

    /// <summary>Returns end and latency of each task of a row, in seconds.</summary>
    public IReadOnlyList<(double End, double Seconds)> Of(RowKey key) => _rows.TryGetValue(key, out var row) ? row : [];

    /// <summary>Returns the number of failed, lost and cut-off tasks of a row: they count as slower than every other.</summary>
    public long UnboundedOf(RowKey key) => _unbounded.GetValueOrDefault(key);
}
