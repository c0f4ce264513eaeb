using AgentLoad.Client.Reports.Data;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Wasted tokens by step.</summary>
internal static class WasteSection
{
    private const int MaxRows = 20;

    public static Markup Write(ReportData data)
    {
        var rows = data.Waste.Rows.ToList();
        if (data.Waste.TotalTokens == 0)
        {
            return new Markup();
        }

        var lead = Markup.Of(
            $"""<p class="lead">{NumberFormat.Percent((double)data.Waste.WastedTokens / data.Waste.TotalTokens)} of the tokens """
                + $"""were {Glossary.Term("task.wasted_tokens", "wasted")}: {NumberFormat.Number(data.Waste.WastedTokens)} of """
                + $"""{NumberFormat.Number(data.Waste.TotalTokens)} in the window. Search strategies spend tokens on branches that """
                + $"""the answer does not use; the table shows the steps that consumed them.</p>"""
        );
        if (rows.Count == 0)
        {
            return Markup.Of($"""<section id="waste"><h2>Wasted tokens{StatusBadges.Of(data)}</h2>{lead}</section>""");
        }

        var table = new DataTable(
            "Wasted tokens by step",
            true,
            Markup.Of($"{Glossary.Term("step")}"),
            Markup.Of($"calls"),
            Markup.Of($"tokens"),
            Markup.Of($"wasted"),
            Markup.Of($"share of step tokens"),
            Markup.Of($"without answer"),
            Markup.Of($"share of all waste")
        );
        foreach (var row in rows.Take(MaxRows))
        {
            table.Add(
                Markup.Of(
                    $"{StrategyRows.Shorten(row.Step)}<small>{StrategyRows.Shorten(row.Strategy)} · "
                        + $"{StrategyRows.Shorten(row.Problem)}</small>"
                ),
                Of(NumberFormat.Count(row.Calls)),
                Of(NumberFormat.Number(row.Tokens)),
                Of(NumberFormat.Number(row.WastedTokens)),
                Of(NumberFormat.Percent((double)row.WastedTokens / row.Tokens)),
                Of(row.WithoutAnswer == 0 ? "" : NumberFormat.Number(row.WithoutAnswer)),
                Bar((double)row.WastedTokens / data.Waste.WastedTokens)
            );
        }

        var more =
            rows.Count > MaxRows
                ? Markup.Of(
                    $"""<p class="foot">and {rows.Count - MaxRows} more steps, """
                        + $"""{NumberFormat.Number(rows.Skip(MaxRows).Sum(row => row.WastedTokens))} tokens</p>"""
                )
                : null;
        return Markup.Of($"""<section id="waste"><h2>Wasted tokens{StatusBadges.Of(data)}</h2>{lead}{table.Draw()}{more}</section>""");
    }

    /// <summary>Returns a share as a bar with its value.</summary>
    public static Markup Bar(double share, string cssClass = "wasted") =>
        Markup.Of(
            $"""<svg class="inline-bar" aria-hidden="true"><rect class="track" width="100%" height="10" y="3" rx="2"/><rect """
                + $"""class="{cssClass}" width="{100 * share}%" height="10" y="3" rx="2"/></svg><span """
                + $"""class="bar-value">{NumberFormat.Percent(share)}</span>"""
        );

    private static Markup Of(string text) => Markup.Of($"{text}");
}
