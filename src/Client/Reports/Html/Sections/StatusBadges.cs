using AgentLoad.Client.Reports.Data;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Status badges shown next to metrics: invalid, degraded, simulated.</summary>
internal static class StatusBadges
{
    public static Markup Of(ReportData data)
    {
        var badges = new Markup();
        if (!data.Summary.Valid)
        {
            badges.Add($"""<span class="mark invalid">invalid</span>""");
        }

        if (data.Summary.Degraded.Count > 0)
        {
            badges.Add($"""<span class="mark degraded">degraded</span>""");
        }

        if (data.Summary.Run.Simulated)
        {
            badges.Add($"""<span class="mark simulated">simulated</span>""");
        }

        return badges;
    }
}
