using System.Text.Json.Nodes;
using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Sections;

namespace AgentLoad.Client.Reports.Html;

/// <summary>
/// Report of a run as one self-contained HTML page. It makes no requests; its content security policy admits only the embedded style sheet
/// and script, by their hashes.
/// </summary>
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
        var (latency, load, servers) = (TimeCharts.Latency(data), TimeCharts.Load(data), TimeCharts.Servers(data));
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
        var charts = new JsonObject(
            latency.Concat(load).Concat(servers).Select(chart => KeyValuePair.Create(chart.Id, (JsonNode?)chart.Data()))
        );
        return Page(data, body, script, charts).ToString();
    }

    private static Markup Page(ReportData data, Markup body, string? script, JsonObject charts)
    {
        var name = StrategyRows.Shorten(data.Summary.Run.Name);
        var page = new Markup();
        page.Add(
                $"""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="{Policy(script)}">
                <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta
                name="referrer" content="no-referrer">
                <title>{(data.Summary.Run.Simulated ? "Simulated: " : "")}{name}</title><style>
                """
            )
            .AddAsset(PageAssets.Style)
            .Add(
                $"""
                </style></head><body{(
                    script is null ? Markup.Of($" class=\"static\"") : null
                )}><a class="skip" href="#verdict">Skip to the verdict</a>
                {Header(data, name, body)}<main>{body}</main>
                <footer>{(
                    script is null ? "Built without interactive charts: Node was not available when agentload was built. " : ""
                )}agentload {PageAssets.Version} · run {TerminalText.Sanitize(data.Summary.Run.Id)}</footer>
                {PageParts.HatchPattern}
                """
            );
        if (script is not null)
        {
            page.AddAsset("<script type=\"application/json\" id=\"charts\">")
                .AddAsset(charts.ToJsonString())
                .AddAsset("</script><script>")
                .AddAsset(script)
                .AddAsset("</script>");
        }

        return page.Add($"</body></html>\n");
    }

    private static Markup Header(ReportData data, string name, Markup body)
    {
        var (facts, nav, content) = (data.Summary.Run, new Markup(), body.ToString());
        var workload = StrategyRows.Shorten(facts.Workload);
        foreach (var (id, part) in Parts.Where(part => content.Contains($"<section id=\"{part.Id}\"", StringComparison.Ordinal)))
        {
            nav.Add($"""<a href="#{id}">{part}</a>""");
        }

        return Markup.Of(
            $"""
            <header><div class="title"><h1>{name}</h1>{StatusBadges.Of(data)}
            {PageParts.ThemeSelector}</div>
            <p class="facts">{facts.StartedUtc.UtcDateTime.ToString(
                "yyyy-MM-dd HH:mm",
                System.Globalization.CultureInfo.InvariantCulture
            )} UTC · {NumberFormat.Seconds(facts.DurationSeconds)} · {NumberFormat.Count(facts.Agents)} agents · workload {workload}</p>
            </header><nav aria-label="Sections">{nav}</nav>
            """
        );
    }

    private static string Policy(string? script) =>
        $"default-src 'none'; style-src {PageAssets.HashOf(PageAssets.Style)}; script-src "
        + $"{(script is null ? "'none'" : PageAssets.HashOf(script))}; base-uri 'none'; form-action 'none'";
}
