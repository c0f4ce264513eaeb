using System.Globalization;
using System.Text.Json.Nodes;
using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Sections;

namespace AgentLoad.Client.Reports.Html;

/// <summary>Report of a run as one page.</summary>
internal static class HtmlReport
{
    private static readonly (string Id, string Name)[] Parts =
    [
        ("verdict", "Verdict"),
        ("strategies", "Strategies"),
        ("latency", "Latency"),
        ("load", "Throughput"),
        ("tasks", "Tasks"),
        ("tokens", "Tokens"),
        ("waste", "Waste"),
        ("failures", "Failures"),
        ("servers", "Servers"),
        ("client", "Client"),
        ("workload", "Workload"),
        ("definitions", "Definitions"),
    ];

    public static string Write(ReportData data) => Write(data, PageAssets.Script);

    internal static string Write(ReportData data, string? script)
    {
        var (latency, load, servers) = (TimeCharts.Latency(data), TimeCharts.Load(data), SampleCharts.Servers(data));
        var body = Markup.Of(
            $"""
            {VerdictSection.Write(data)}{StrategiesSection.Write(data)}{LatencySection.Write(data, latency)}{LoadSection.Write(
                data,
                load
            )}{TasksSection.Write(data)}
            {TokensSection.Write(data)}{WasteSection.Write(data)}{FailuresSection.Write(data)}{ServerSection.Write(
                data,
                servers
            )}{ClientSection.Write(data)}{WorkloadSection.Write(data)}{GlossarySection.Write()}
            """
        );
        var facts = data.Summary.Run;
        return new ReportPage
        {
            Name = StrategyRows.Shorten(facts.Name),
            Kind = "run",
            Simulated = facts.Simulated,
            Badges = StatusBadges.Of(data),
            Facts = Markup.Of(
                $"""
                <p class="facts">{facts.StartedUtc.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC ·
                {NumberFormat.Seconds(facts.DurationSeconds)} · {NumberFormat.Count(facts.Agents)} agents · workload {StrategyRows.Shorten(
                    facts.Workload
                )}</p>
                """
            ),
            Parts = Parts,
            Body = body,
            Footer = $" · run {TerminalText.Sanitize(facts.Id)}",
            Charts = new JsonObject(
                latency.Concat(load).Concat(servers).Select(chart => KeyValuePair.Create(chart.Id, (JsonNode?)chart.Data()))
            ),
        }.Write(script);
    }
}
