using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Charts;
using AgentLoad.Measurement.Servers;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Metrics scraped from servers and GPUs; empty if scraping was not configured.</summary>
internal static class ScrapedServerMetrics
{
    public static Markup Write(ReportData data, IReadOnlyList<TimeChart> charts)
    {
        if (data.Summary.Servers is not { } servers)
        {
            return new Markup();
        }

        var drawn = new Markup();
        foreach (var chart in charts)
        {
            drawn.Add(chart.Draw());
        }

        var warnings = new Markup();
        foreach (var source in servers.Sources)
        {
            foreach (var warning in source.Warnings)
            {
                warnings.Add($"<li>{StrategyRows.Shorten(source.Source)}: {TerminalText.Sanitize(warning)}</li>");
            }
        }

        return Markup.Of(
            $"""
            <h3>Scraped server metrics</h3>{Energy(servers)}<div class="pair">{drawn}</div>{Table(servers)}
            {(warnings.ToString().Length == 0 ? null : Markup.Of($"""<p>Some responses could not be used:</p><ul>{warnings}</ul>"""))}
            """
        );
    }

    private static Markup? Energy(ServerSide servers) =>
        servers.Joules is not { } joules
            ? null
            : Markup.Of(
                $"""<p class="lead">GPU energy: {NumberFormat.Number(joules)} J in the measured window, """
                    + $"""{NumberFormat.Number(servers.JoulesPerTask)} J per task, """
                    + $"""{NumberFormat.Number(servers.JoulesPerCompletionToken)} J per completion token.</p>"""
            );

    private static Markup Table(ServerSide servers)
    {
        var table = new DataTable(
            "Scraped in the measured window: mean and maximum",
            false,
            Of("source"),
            Of("scrapes"),
            Of("running"),
            Of("waiting"),
            Of("KV cache"),
            Of("GPU power, W"),
            Of("GPU utilization"),
            Of("GPU memory, bytes")
        );
        foreach (var source in servers.Sources)
        {
            table.Add(
                Markup.Of(
                    $"{(source.Simulated ? "simulated " : "")}{source.Software ?? "unknown"}<small>"
                        + $"{StrategyRows.Shorten(source.Source)}</small>"
                ),
                Of($"{source.Scrapes - source.Failed} of {source.Scrapes}"),
                Of(Text(source.Running, v => NumberFormat.Number(v))),
                Of(Text(source.Waiting, v => NumberFormat.Number(v))),
                Of(Text(source.KvCacheUsage, v => NumberFormat.Percent(v))),
                Of(Text(source.GpuPowerWatts, v => NumberFormat.Number(v))),
                Of(Text(source.GpuUtilization, v => NumberFormat.Percent(v))),
                Of(Text(source.GpuMemoryBytes, v => NumberFormat.Number(v)))
            );
        }

        return table.Draw();
    }

    private static string Text(GaugeStatistics? level, Func<double?, string> figure) =>
        level is null ? NumberFormat.Missing : $"{figure(level.Mean)}, {figure(level.Max)}";

    private static Markup Of(string text) => Markup.Of($"{text}");
}
