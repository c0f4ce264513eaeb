using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentLoad.Client.Reports.Html;
using AgentLoad.Client.Reports.Html.Sections;

namespace AgentLoad.Client.Live.Web;

/// <summary>
/// A frame as an HTML page, and as the JSON from which the page's script updates it. Both are rendered lazily and at most once per frame,
/// so a page without viewers costs nothing.
/// </summary>
internal sealed class LivePage
{
    // The JSON is a separate response and never embedded in HTML, so HTML escapes are not needed; they would double its size.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lazy<byte[]> _page,
        _data;

    public LivePage(LiveFrame frame, string? script) =>
        (_page, _data) = (new(() => Write(frame, script)), new(() => Encoding.UTF8.GetBytes(ToJson(frame).ToJsonString(Json))));

    /// <summary>The page, UTF-8.</summary>
    public byte[] Page => _page.Value;

    /// <summary>The frame as JSON, UTF-8.</summary>
    public byte[] Data => _data.Value;

    /// <summary>Returns the content security policy: the page may only request frames from its own server.</summary>
    public static string Policy(string? script) =>
        $"default-src 'none'; style-src {PageAssets.HashOf(PageAssets.Style)}; script-src "
        + $"{(script is null ? "'none'" : PageAssets.HashOf(script))}; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + $"frame-ancestors 'none'";

    private static JsonObject ToJson(LiveFrame frame) =>
        new()
        {
            ["parts"] = new JsonObject(LiveParts.Of(frame).Select(part => KeyValuePair.Create(part.Name, (JsonNode?)part.Part.ToString()))),
            ["charts"] = new JsonObject(LiveCharts.Of(frame).Select(chart => KeyValuePair.Create(chart.Id, (JsonNode?)chart.Data()))),
        };

    private static byte[] Write(LiveFrame frame, string? script)
    {
        var (name, charts, page) = (StrategyRows.Shorten(frame.Facts.Name), LiveCharts.Of(frame), new Markup());
        var drawn = new Markup();
        foreach (var chart in charts)
        {
            drawn.Add(chart.Draw());
        }

        var parts = LiveParts
            .Of(frame)
            .ToDictionary(part => part.Name, part => Markup.Of($"""<div data-part="{part.Name}">{part.Part}</div>"""));
        page.Add(
                $"""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8">{(
                    script is null ? Markup.Of($"""<meta http-equiv="refresh" content="2">""") : null
                )}
                <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta
                name="referrer" content="no-referrer">
                <title>{(frame.Facts.Simulated ? "Simulated: " : "")}{name} (live)</title><style>
                """
            )
            .AddAsset(PageAssets.Style)
            .Add(
                $"""
                </style></head><body class="live-page{(script is null ? " static" : "")}">
                <a class="skip" href="#now">Skip to the metrics</a>
                <header><div class="title"><h1>{name}</h1><span class="mark on-air" id="state">live</span>{(
                    frame.Facts.Simulated ? Markup.Of($"""<span class="mark simulated">simulated</span>""") : null
                )}{PageParts.ThemeSelector}</div>{parts["facts"]}</header>
                <main><p class="note" id="gone" role="status" hidden><b>Ended</b> agentload does not respond:
                the run has ended or was stopped. The page shows the last metrics received;
                <code>agentload report</code> creates the full report.</p>{parts["losses"]}
                <section id="now"><h2>Now</h2>{parts["figures"]}{parts["slos"]}</section>
                <section id="over-time"><h2>Over time</h2>
                <p class="lead">One point per second; percentiles of the calls that ended in it.</p>
                <div class="pair">{drawn}</div></section>
                <section id="task-latency"><h2>Task latency</h2>{parts["distribution"]}</section>
                <section id="strategies"><h2>Strategies</h2>{parts["strategies"]}</section>
                <section id="task"><h2>One task</h2>{parts["task"]}</section>
                <section id="failures"><h2>Failures</h2>{parts["failures"]}</section></main>
                <footer>{(
                    script is null ? "Built without interactive charts: the page reloads every 2 s. " : ""
                )}agentload {PageAssets.Version}</footer>{PageParts.HatchPattern}
                """
            );
        if (script is not null)
        {
            page.AddAsset("<script type=\"application/json\" id=\"charts\">")
                .AddAsset(new JsonObject(charts.Select(chart => KeyValuePair.Create(chart.Id, (JsonNode?)chart.Data()))).ToJsonString())
                .AddAsset("</script><script>")
                .AddAsset(script)
                .AddAsset("</script>");
        }

        return Encoding.UTF8.GetBytes(page.Add($"</body></html>\n").ToString());
    }
}
