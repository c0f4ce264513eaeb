using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Reports.Data;

/// <summary>Key of a row of the strategy tables.</summary>
internal readonly record struct RowKey(string Group, string Problem, string Strategy, bool IsBaseline)
{
    public static RowKey Of(TaskRecord task) => new(task.Group, task.Problem, task.Strategy, task.IsBaseline);

    public static RowKey Of(StrategyRow row) => new(row.Group, row.Problem, row.Strategy, row.IsBaseline);
}
