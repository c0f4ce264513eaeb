using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Charts;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Concurrency and throughput over time.</summary>
internal static class LoadSection
{
    public static Markup Write(ReportData data, IReadOnlyList<TimeChart> charts)
    {
        if (data.Timeline.Bins.Count == 0)
        {
            return new Markup();
        }

        var drawn = new Markup();
        foreach (var chart in charts)
        {
            drawn.Add(chart.Draw());
        }

        return Markup.Of(
            $"""
            <section id="load"><h2>Concurrency and throughput{StatusBadges.Of(data)}</h2>
            <p class="lead">Mean per interval of {NumberFormat.Seconds(data.Timeline.Width)}; all calls of the run, baseline included.</p>
            <div class="pair">{drawn}</div></section>
            """
        );
    }
}
