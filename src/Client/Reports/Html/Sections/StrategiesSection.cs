using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Charts;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Statistics;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Cost per task of each strategy, and its amplification over one call.</summary>
internal static class StrategiesSection
{
    private static readonly (string Term, string Name, Func<CriticalPathSplit, double> Seconds)[] Parts =
    [
        ("path.queue", "queue", split => split.ServerQueueSeconds),
        ("path.load", "load", split => split.LoadSeconds),
        ("path.prefill", "prefill", split => split.PrefillSeconds),
        ("path.decode", "decode", split => split.DecodeSeconds),
        ("path.tool", "tools", split => split.ToolSeconds),
        ("path.join", "joins", split => split.JoinSeconds),
        ("path.client", "client", split => split.ClientQueueSeconds),
        ("path.other", "network", split => split.OtherSeconds),
        ("path.to_first", "server, to first token", split => split.ToFirstTokenSeconds),
        ("path.after_first", "server, after first token", split => split.AfterFirstTokenSeconds),
    ];

    public static Markup Write(ReportData data)
    {
        var rows = StrategyRows.Sorted(data.Summary);
        if (rows.Count == 0)
        {
            return new Markup();
        }

        var note = rows.Any(row => row.AdjustedLatencySeconds is not null)
            ? Markup.Of(
                $"""<p class="foot">! {Glossary.Term("adjusted percentile")}: failed, lost and {Glossary.Term("cut off")} tasks """
                    + $"""count as slower than all others.</p>"""
            )
            : null;
        return Markup.Of(
            $"""<section id="strategies"><h2>Strategies</h2><p class="lead">Mean cost per task that began in the measured window, """
                + $"""and amplification over one direct call on the same problems.</p>{Cost(rows, data.Summary.Run.Currency)}{note}"""
                + $"""{Amplification(rows)}{Paths(rows)}</section>"""
        );
    }

    private static Markup Cost(IReadOnlyList<StrategyRow> rows, string? currency)
    {
        var hasScore = rows.Any(row => NumberFormat.IsPartial(row.Score, row.Solved));
        var hasCost = rows.Any(row => row.Cost is not null);
        var table = new DataTable(
            "Mean per task",
            false,
            [
                Markup.Of($"mean per task"),
                Markup.Of($"{Glossary.Term("task", "tasks")}"),
                Markup.Of($"{Glossary.Term("task.solved", "solved")} (95 %)"),
                .. hasScore ? [Markup.Of($"{Glossary.Term("task.score", "score")} (95 %)")] : (Markup[])[],
                Glossary.Term("task.calls", "calls"),
                Glossary.Term("task.total_tokens", "tokens"),
                Markup.Of($"{Glossary.Term("amplification", "× one call")} (95 %)"),
                .. hasCost ? [Glossary.Term("task.cost", "cost"), Markup.Of($"per 1,000 tasks")] : (Markup[])[],
                Glossary.Term("task.latency", "latency p50"),
                Markup.Of($"p95"),
                Glossary.Term("task.parallelism", "parallel"),
                Glossary.Term("task.wasted_tokens", "wasted"),
                Glossary.Term("task.resent_tokens", "re-sent"),
            ]
        );
        foreach (var row in rows)
        {
            table.Add([
                StrategyRows.NameOf(RowKey.Of(row)),
                Text(NumberFormat.Count(row.Tasks)),
                Spread(NumberFormat.Interval(row.Solved)),
                .. hasScore ? [Spread(NumberFormat.Interval(row.Score))] : (Markup[])[],
                Text(NumberFormat.Number(row.Calls?.Mean)),
                Text(NumberFormat.Number(row.TotalTokens?.Mean)),
                row.IsBaseline ? Text("") : Spread(NumberFormat.Interval(row.Amplification?.TotalTokens)),
                .. hasCost
                    ? [Text(NumberFormat.Money(row.Cost?.Mean, currency)), Text(NumberFormat.Money(1000 * row.Cost?.Mean, currency))]
                    : (Markup[])[],
                Text(WithAdjusted(NumberFormat.Seconds(row.LatencySeconds?.P50), row.AdjustedLatencySeconds, adjusted => adjusted.P50)),
                Text(
                    WithAdjusted(
                        NumberFormat.Tail(row.LatencySeconds, 0.95, d => d.P95),
                        row.AdjustedLatencySeconds,
                        adjusted => adjusted.P95
                    )
                ),
                Text(row.Parallelism is { } parallel ? $"×{NumberFormat.Number(parallel.Mean)}" : NumberFormat.Missing),
                Text(NumberFormat.Percent(row.WastedShare)),
                Text(NumberFormat.Percent(row.ResentShare)),
            ]);
        }

        return table.Draw();
    }

    private static Markup Amplification(IReadOnlyList<StrategyRow> rows)
    {
        var known = rows.Where(row => row.Amplification?.TotalTokens is not null).ToList();
        if (known.Count == 0)
        {
            return new Markup();
        }

        var x = Scale.LogAround(known.SelectMany(row => Bounds(row.Amplification!.TotalTokens!)).Append(1));
        return RowChart.Draw(
            Markup.Of($"Tokens per task, {Glossary.Term("amplification", "× one call")}"),
            x,
            value => $"×{NumberFormat.Number(value)}",
            known.Select(row =>
            {
                var ratio = row.Amplification!.TotalTokens!;
                return new ChartRow(
                    StrategyRows.NameOf(RowKey.Of(row)),
                    Markup.Of(
                        $"""<line class="interval" x1="{100 * x.At(ratio.Low ?? ratio.Ratio)}%" """
                            + $"""x2="{100 * x.At(ratio.High ?? ratio.Ratio)}%" y1="50%" """
                            + $"""y2="50%"/><circle class="dot" cx="{100 * x.At(ratio.Ratio)}%" cy="50%" r="4.5"/>"""
                    ),
                    Spread(NumberFormat.Interval(ratio))
                );
            })
        );
    }

    private static Markup Paths(IReadOnlyList<StrategyRow> rows)
    {
        var known = rows.Where(row => row.CriticalPathMean is { TotalSeconds: > 0 }).ToList();
        if (known.Count == 0)
        {
            return new Markup();
        }

        var x = Scale.FromZero(known.Max(row => row.CriticalPathMean!.TotalSeconds));
        var shown = Parts
            .Where(part => known.Any(row => part.Seconds(row.CriticalPathMean!) >= 0.005 * row.CriticalPathMean!.TotalSeconds))
            .ToList();
        var legend = new Markup();
        foreach (var part in shown)
        {
            legend.Add(
                $"""<li><svg class="key" aria-hidden="true"><rect class="part {CssClass(part.Term)}" x="2" y="1" width="20" """
                    + $"""height="10"/></svg>{Glossary.Term(part.Term, part.Name)}</li>"""
            );
        }

        return RowChart.Draw(
            Markup.Of($"Mean {Glossary.Term("task.critical_path", "critical path")} by component"),
            x,
            value => NumberFormat.Seconds(value),
            known.Select(row => new ChartRow(
                StrategyRows.NameOf(RowKey.Of(row)),
                Stack(row.CriticalPathMean!, x),
                Text(NumberFormat.Seconds(row.CriticalPathMean!.TotalSeconds))
            )),
            Markup.Of($"""<ul class="legend">{legend}</ul>""")
        );
    }

    private static Markup Stack(CriticalPathSplit split, Scale x)
    {
        var (body, sum) = (new Markup(), 0.0);
        foreach (var part in Parts)
        {
            var seconds = part.Seconds(split);
            if (seconds <= 0)
            {
                continue;
            }

            body.Add(
                $"""<rect class="part {CssClass(part.Term)}" x="{100 * x.At(sum)}%" width="{100 * (x.At(sum + seconds) - x.At(sum))}%" """
                    + $"""y="7" height="16"><title>{part.Name} {NumberFormat.Seconds(seconds)}, """
                    + $"""{NumberFormat.Percent(seconds / split.TotalSeconds)}</title></rect>"""
            );
            sum += seconds;
        }

        return body;
    }

    /// <summary>Adds the percentile in which failed and cut-off tasks are slower than all others, if there are any.</summary>
    private static string WithAdjusted(string plain, AdjustedPercentiles? adjusted, Func<AdjustedPercentiles, double?> value) =>
        adjusted is null ? plain : $"{plain} ! {NumberFormat.Adjusted(value(adjusted))}";

    private static string CssClass(string term) => term["path.".Length..].Replace('_', '-');

    private static IEnumerable<double> Bounds(RatioInterval ratio) => [ratio.Low ?? ratio.Ratio, ratio.High ?? ratio.Ratio];

    private static Markup Text(string text) => Markup.Of($"{text}");

    /// <summary>Returns a value with its interval de-emphasized.</summary>
    private static Markup Spread(string text) =>
        text.IndexOf(" (", StringComparison.Ordinal) is > 0 and var at
            ? Markup.Of($"""{text[..at]} <span class="spread">{text[(at + 1)..]}</span>""")
            : Text(text);
}
