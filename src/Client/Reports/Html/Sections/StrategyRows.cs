using AgentLoad.Client.Reports.Data;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Names and order of the rows of strategies.</summary>
internal static class StrategyRows
{
    private const int LongestName = 48;

    /// <summary>Problem by problem, the one direct call first, then from cheap to dear.</summary>
    public static IReadOnlyList<StrategyRow> Sorted(RunSummary summary) =>
        [
            .. summary
                .Strategies.OrderBy(row => row.Problem, StringComparer.Ordinal)
                .ThenByDescending(row => row.IsBaseline)
                .ThenBy(row => row.TotalTokens?.Mean),
        ];

    public static Markup NameOf(RowKey row) =>
        Markup.Of(
            $"""{Shorten(row.IsBaseline ? "one call" : row.Strategy)}<small>{(row.Group == row.Strategy || row.IsBaseline ? "" : Shorten(row.Group) + " · ")}{Shorten(row.Problem)}</small>"""
        );

    public static string Shorten(string text) => TerminalText.Truncate(TerminalText.Sanitize(text), LongestName);
}
