using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Charts;
using AgentLoad.Measurement.Servers;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>What was scraped from servers and GPUs. Nothing where nobody was asked.</summary>
internal static class ServerSideParts
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

        var troubles = new Markup();
        foreach (var source in servers.Sources)
        {
            foreach (var trouble in source.Warnings)
            {
                troubles.Add($"<li>{Rows.Short(source.Source)}: {Plain.Of(trouble)}</li>");
            }
        }

        return Markup.Of(
            $"""
            <h3>What servers said of themselves</h3>{Energy(servers)}<div class="pair">{drawn}</div>{Table(servers)}
            {(troubles.ToString().Length == 0 ? null : Markup.Of($"""<p>Not all answers could be used:</p><ul>{troubles}</ul>"""))}
            """
        );
    }

    private static Markup? Energy(ServerSide servers) =>
        servers.Joules is not { } joules
            ? null
            : Markup.Of(
                $"""<p class="lead">GPUs used {Figures.Number(joules)} J in the measured window: {Figures.Number(servers.JoulesPerTask)} J per task, {Figures.Number(servers.JoulesPerCompletionToken)} J per completion token.</p>"""
            );

    private static Markup Table(ServerSide servers)
    {
        var table = new DataTable(
            "Scraped in the measured window: mean, and highest",
            false,
            Of("source"),
            Of("answers"),
            Of("running"),
            Of("waiting"),
            Of("KV cache"),
            Of("GPU power, W"),
            Of("GPUs busy"),
            Of("GPU memory, bytes")
        );
        foreach (var source in servers.Sources)
        {
            table.Add(
                Markup.Of(
                    $"{(source.Simulated ? "simulated " : "")}{source.Software ?? "unknown"}<small>{Rows.Short(source.Source)}</small>"
                ),
                Of($"{source.Scrapes - source.Failed} of {source.Scrapes}"),
                Of(Text(source.Running, v => Figures.Number(v))),
                Of(Text(source.Waiting, v => Figures.Number(v))),
                Of(Text(source.KvCacheUsage, v => Figures.Percent(v))),
                Of(Text(source.GpuPowerWatts, v => Figures.Number(v))),
                Of(Text(source.GpuUtilization, v => Figures.Percent(v))),
                Of(Text(source.GpuMemoryBytes, v => Figures.Number(v)))
            );
        }

        return table.Draw();
    }

    private static string Text(GaugeStatistics? level, Func<double?, string> figure) =>
        level is null ? Figures.Missing : $"{figure(level.Mean)}, {figure(level.Max)}";

    private static Markup Of(string text) => Markup.Of($"{text}");
}
