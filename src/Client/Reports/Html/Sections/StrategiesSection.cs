using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Runs;
using AgentLoad.Client.Reports.Tables;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Cost per task of each strategy, and its amplification over one call.</summary>
internal static class StrategiesSection
{
    public static Markup Write(ReportData data)
    {
        var table = RunTables.Strategies(data.Summary);
        return table.Rows.Count == 0
            ? new Markup()
            : Markup.Of(
                $"""
                <section id="strategies"><h2>Strategies{StatusBadges.Of(data)}</h2><p class="lead">Mean cost per task that began in the
                measured window, and amplification over one direct call on the same problems.</p>{TableMarkup.Draw(table)}
                {RunPlots.Amplification(data.Summary)?.Draw()}{RunPlots.CriticalPath(data.Summary)?.Draw()}</section>
                """
            );
    }
}
