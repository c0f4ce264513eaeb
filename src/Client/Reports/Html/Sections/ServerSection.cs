using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Charts;
using AgentLoad.Client.Reports.Runs;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Durations reported by the model servers, and statistics per server. Values that were not measured are omitted.</summary>
internal static class ServerSection
{
    public static Markup Write(ReportData data, IReadOnlyList<TimeChart> charts)
    {
        if (data.Endpoints.Rows.Count == 0)
        {
            return new Markup();
        }

        var distributions = RunPlots.ServerDistributions(data);
        var body = distributions is null
            ? Markup.Of($"""<p class="lead">The servers reported no durations.</p>""")
            : Markup.Of(
                $"""<p class="lead">Durations reported by the servers with each response.</p><div """
                    + $"""class="pair">{distributions.Draw()}</div>{Table(data)}"""
            );
        return Markup.Of(
            $"""<section id="servers"><h2>Servers{StatusBadges.Of(data)}</h2>{body}{Each(data)}{Cache(data)}"""
                + $"""{ScrapedServerMetrics.Write(data, charts)}</section>"""
        );
    }

    private static Markup Cache(ReportData data) =>
        data.Summary.Calls.PromptCache is not { } cache ? new Markup()
        : cache.Share is null
            ? Markup.Of(
                $"<p>{Glossary.Term("call.cached_share", "Cached share")}: not reported, at most {NumberFormat.Percent(cache.Ceiling)}.</p>"
            )
        : Markup.Of(
            $"<p>{Glossary.Term("call.cached_share", "Cached share")} of prompt tokens: {PromptCacheText.Share(cache)}, of at most "
                + $"{NumberFormat.Percent(cache.Ceiling)}.</p>"
        );

    private static Markup Table(ReportData data)
    {
        var calls = data.Summary.Calls;
        var table = PercentileTable.New("Reported by servers");
        foreach (
            var (term, name, distribution) in new (string, string, Distribution?)[]
            {
                ("call.server_queue", "queue", calls.ServerQueueSeconds),
                ("call.server_load", "load", calls.ServerLoadSeconds),
                ("call.server_prefill", "prefill", calls.ServerPrefillSeconds),
                ("call.server_decode", "decode", calls.ServerDecodeSeconds),
                ("call.server_tpot", "time per output token (TPOT)", calls.ServerTpotSeconds),
            }
        )
        {
            table.Add(Glossary.Term(term, name), distribution);
        }

        return table.Draw();
    }

    private static Markup Each(ReportData data)
    {
        var table = new DataTable(
            "Model servers",
            false,
            Markup.Of($"model server"),
            Markup.Of($"calls"),
            Markup.Of($"failed"),
            Glossary.Term("call.ttft", "TTFT p50"),
            Markup.Of($"p95"),
            Glossary.Term("call.latency", "latency p50"),
            Markup.Of($"p95"),
            Glossary.Term("call.prompt_tokens", "prompt tokens"),
            Glossary.Term("call.cached_tokens", "cached"),
            Glossary.Term("call.completion_tokens", "completion tokens")
        );
        foreach (var row in data.Endpoints.Rows)
        {
            var (ttft, latency) = (row.Ttft.ToDistribution(), row.Latency.ToDistribution());
            table.Add(
                Markup.Of($"{StrategyRows.Shorten(row.Model)}<small>{StrategyRows.Shorten(row.Endpoint)}</small>"),
                Of(NumberFormat.Count(row.Calls)),
                Of(NumberFormat.Count(row.Failed)),
                Of(NumberFormat.Seconds(ttft?.P50)),
                Of(NumberFormat.Tail(ttft, 0.95, d => d.P95)),
                Of(NumberFormat.Seconds(latency?.P50)),
                Of(NumberFormat.Tail(latency, 0.95, d => d.P95)),
                Of(NumberFormat.Number(row.PromptTokens)),
                Of(
                    row is { CachedTokens: { } cached, PromptTokens: > 0 and var prompt }
                        ? NumberFormat.Percent((double)cached / prompt)
                        : NumberFormat.Missing
                ),
                Of(NumberFormat.Number(row.CompletionTokens))
            );
        }

        return table.Draw();
    }

    private static Markup Of(string text) => Markup.Of($"{text}");
}
