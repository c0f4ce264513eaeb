using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Export;
using AgentLoad.Client.Reports.Html.Sections;
using AgentLoad.Client.Reports.Plots;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Reports.Runs;

/// <summary>Tables and plots of a run for papers.</summary>
internal static class RunReport
{
    /// <summary>Returns the tables; they need only the summary.</summary>
    public static ReportDocument Tables(RunSummary summary) =>
        new(
            summary.Run.Name,
            LabelsOf(summary),
            [
                .. new[]
                {
                    RunTables.Slos(summary),
                    RunTables.Strategies(summary),
                    RunTables.TaskLatency(summary),
                    RunTables.Calls(summary),
                }.Where(table => table.Rows.Count > 0),
            ],
            []
        );

    /// <summary>Returns the tables and plots.</summary>
    public static ReportDocument Document(ReportData data) =>
        Tables(data.Summary) with
        {
            Plots =
            [
                .. new ReportPlot?[]
                {
                    RunPlots.TaskLatency(data),
                    RunPlots.CallDistributions(data),
                    RunPlots.ServerDistributions(data),
                    RunPlots.Amplification(data.Summary),
                    RunPlots.CriticalPath(data.Summary),
                }.OfType<ReportPlot>(),
                .. RunPlots.Solved(data.Summary),
                .. TimeCharts.All(data).Select(chart => chart.ToPlot()),
            ],
        };

    private static IReadOnlyList<string> LabelsOf(RunSummary summary) =>
        [
            .. summary.Run.Simulated ? [ReportDocument.Simulated] : (string[])[],
            .. summary.Run.ShapedGroups.Count > 0 ? ["shaped agents"] : (string[])[],
            .. summary.Valid ? [] : (string[])["invalid"],
            .. summary.Degraded.Count > 0 ? ["degraded"] : (string[])[],
            .. summary.Calls.EstimatedTokenShare is > 0 and var share
                ? [$"{NumberFormat.Percent(share)} of tokens estimated"]
                : (string[])[],
        ];
}
