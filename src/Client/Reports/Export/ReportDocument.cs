using AgentLoad.Client.Reports.Plots;
using AgentLoad.Client.Reports.Tables;

namespace AgentLoad.Client.Reports.Export;

/// <summary>The tables and plots of a run, a sweep, a study or a comparison.</summary>
/// <param name="Name">Name of the result.</param>
/// <param name="Labels">
/// Labels that go with every table and plot, such as "simulated, no GPU" and "invalid"; empty if there are none.
/// </param>
/// <param name="Tables">Tables.</param>
/// <param name="Plots">Plots.</param>
internal sealed record ReportDocument(
    string Name,
    IReadOnlyList<string> Labels,
    IReadOnlyList<ReportTable> Tables,
    IReadOnlyList<ReportPlot> Plots
)
{
    /// <summary>The label of simulated results.</summary>
    public const string Simulated = "simulated, no GPU";

    /// <summary>The labels on one line; null if there are none.</summary>
    public string? Note => Labels.Count == 0 ? null : $"{Name}: {string.Join(", ", Labels)}";
}
