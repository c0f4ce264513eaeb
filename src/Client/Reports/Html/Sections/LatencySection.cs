using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Charts;
using AgentLoad.Client.Reports.Runs;
using AgentLoad.Client.Reports.Tables;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Call latency and TTFT, over time and as distributions.</summary>
internal static class LatencySection
{
    public static Markup Write(ReportData data, IReadOnlyList<TimeChart> charts)
    {
        if (charts.Count == 0)
        {
            return new Markup();
        }

        var over = new Markup();
        foreach (var chart in charts)
        {
            over.Add(chart.Draw());
        }

        return Markup.Of(
            $"""
            <section id="latency"><h2>Latency{StatusBadges.Of(data)}</h2>
            <p class="lead">Task latency: tasks that began in the measured window, by their end, without baseline. Calls: percentiles of
            those that ended in each interval of {NumberFormat.Seconds(
                data.Timeline.Width
            )}, baseline included.</p>
            <div class="pair">{over}</div>
            <div class="pair">{RunPlots.TaskLatency(data)?.Draw()}{RunPlots.CallDistributions(data)?.Draw()}{Heatmap.Draw(
                "Call latency over time",
                data.Timeline,
                Math.Max(data.Summary.Run.DurationSeconds, data.Timeline.End),
                [.. data.Summary.Run.Losses.Select(loss => loss.AtSeconds)]
            )}</div>
            {PageParts.Fold("Percentiles of the task latency", TableMarkup.Draw(RunTables.TaskLatency(data.Summary)))}{PageParts.Fold(
                "Percentiles of calls: TTFT, ITL, TPOT, latency",
                TableMarkup.Draw(RunTables.Calls(data.Summary))
            )}</section>
            """
        );
    }
}
