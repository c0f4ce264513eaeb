using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Runs;

/// <summary>Accumulates tasks into rows by group, problem and strategy.</summary>
internal sealed class RowTable
{
    private readonly Dictionary<(string Group, string Problem, string Strategy, bool IsBaseline), Row> _rows = [];

    public void Add(TaskRecord task, TaskMetrics metrics)
    {
        var key = (task.Group, task.Problem, task.Strategy, task.IsBaseline);
        if (!_rows.TryGetValue(key, out var row))
        {
            _rows[key] = row = new Row(task);
        }

        row.Add(task, metrics);
    }

    /// <summary>
    /// Returns the summary rows, ordered by group, problem and strategy; baseline rows precede the rows compared with them.
    /// </summary>
    public IReadOnlyList<StrategyRow> ToRows(long seed)
    {
        var baselines = new BaselineIndex(_rows.Values.Where(static row => row.IsBaseline));
        return
        [
            .. _rows
                .Values.OrderBy(static row => row.Group, StringComparer.Ordinal)
                .ThenBy(static row => row.Problem, StringComparer.Ordinal)
                .ThenByDescending(static row => row.IsBaseline)
                .ThenBy(static row => row.Strategy, StringComparer.Ordinal)
                .Select(row => row.ToRow(row.IsBaseline ? null : baselines.Compare(row, seed))),
        ];
    }
}
