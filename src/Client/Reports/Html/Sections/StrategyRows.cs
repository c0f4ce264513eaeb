using AgentLoad.Client.Reports.Data;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Names and order of strategy rows.</summary>
internal static class StrategyRows
{
    private const int MaxNameLength = 48;

    /// <summary>Returns the rows by problem: baseline first, then by ascending mean tokens.</summary>
    public static IReadOnlyList<StrategyRow> Sorted(RunSummary summary) =>
        [
            .. summary
                .Strategies.OrderBy(row => row.Problem, StringComparer.Ordinal)
                .ThenByDescending(row => row.IsBaseline)
                .ThenBy(row => row.TotalTokens?.Mean),
        ];

    public static Markup NameOf(RowKey row) =>
        Markup.Of(
            $"""{Shorten(row.IsBaseline ? "one call" : row.Strategy)}<small>"""
                + $"""{(row.Group == row.Strategy || row.IsBaseline ? "" : Shorten(row.Group) + " · ")}{Shorten(row.Problem)}</small>"""
        );

    public static string Shorten(string text) => TerminalText.Truncate(TerminalText.Sanitize(text), MaxNameLength);
}
