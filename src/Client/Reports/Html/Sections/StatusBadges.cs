using AgentLoad.Client.Reports.Data;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Marks that go wherever figures go: simulated, invalid, degraded.</summary>
internal static class StatusBadges
{
    public static Markup Of(ReportData data)
    {
        var marks = new Markup();
        if (!data.Summary.Valid)
        {
            marks.Add($"""<span class="mark invalid">invalid</span>""");
        }

        if (data.Summary.Degraded.Count > 0)
        {
            marks.Add($"""<span class="mark degraded">degraded</span>""");
        }

        if (data.Summary.Run.Simulated)
        {
            marks.Add($"""<span class="mark simulated">simulated</span>""");
        }

        return marks;
    }
}
