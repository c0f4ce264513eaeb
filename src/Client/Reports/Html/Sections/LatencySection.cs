using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Charts;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Statistics;

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
            <p class="lead">Exact percentiles of the calls that ended in each interval of {NumberFormat.Seconds(
                data.Timeline.Width
            )}; all calls of the run, baseline included.</p>
            <div class="pair">{over}</div>
            <div class="pair">{Distribution(data)}{Heatmap.Draw(
                "Call latency over time",
                data.Timeline,
                Math.Max(data.Summary.Run.DurationSeconds, data.Timeline.End),
                [.. data.Summary.Run.Losses.Select(loss => loss.AtSeconds)]
            )}</div>
            {Table(data.Summary.Calls)}</section>
            """
        );
    }

    private static Markup Distribution(ReportData data)
    {
        var lines = new (string Term, string Name, string CssClass, Measurement.Histograms.LogLinearHistogram? Values)[]
        {
            ("call.ttft", "time to first token (TTFT)", "s1", data.Calls.Of("call.ttft")),
            ("call.latency", "latency", "s2", data.Calls.Of("call.latency")),
            ("call.chunk_gap", "gap between chunks", "s3", data.ChunkGaps),
        }
            .Where(line => line.Values is not null)
            .Select(line => (Glossary.Term(line.Term, line.Name), line.CssClass, line.Values!))
            .ToList();
        return lines.Count == 0 ? new Markup() : Ecdf.Draw("Share of calls at or below", lines);
    }

    private static Markup Table(CallSummary calls)
    {
        var table = PercentileTable.New("Calls that ended in the window, without baseline");
        foreach (
            var (term, name, distribution) in new (string, string, Distribution?)[]
            {
                ("call.ttft", "time to first token (TTFT)", calls.TtftSeconds),
                ("call.ttfo", "time to first output", calls.TtfoSeconds),
                ("call.chunk_gap", "gap between chunks", calls.ChunkGapSeconds),
                ("call.tpot", "time per output token (TPOT)", calls.TpotSeconds),
                ("call.server_tpot", "TPOT, as reported by the server", calls.ServerTpotSeconds),
                ("call.latency", "latency", calls.LatencySeconds),
                ("call.effective_latency", "effective latency", calls.EffectiveLatencySeconds),
            }
        )
        {
            table.Add(Glossary.Term(term, name), distribution);
        }

        table.Add(Glossary.Term("call.ttft", "time to first token (TTFT)"), calls.AdjustedTtftSeconds);
        table.Add(Glossary.Term("call.latency", "latency"), calls.AdjustedLatencySeconds);

        return table.Draw();
    }
}
