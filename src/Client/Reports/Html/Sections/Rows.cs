using AgentLoad.Client.Reports.Data;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Names and order of the rows of strategies.</summary>
internal static class Rows
{
    private const int LongestName = 48;

    /// <summary>Problem by problem, the one direct call first, then from cheap to dear.</summary>
    public static IReadOnlyList<StrategyRow> InOrder(RunSummary summary) =>
        [
            .. summary
                .Strategies.OrderBy(row => row.Problem, StringComparer.Ordinal)
                .ThenByDescending(row => row.IsBaseline)
                .ThenBy(row => row.TotalTokens?.Mean),
        ];

    public static Markup NameOf(RowKey row) =>
        Markup.Of(
            $"""{Short(row.IsBaseline ? "one call" : row.Strategy)}<small>{(row.Group == row.Strategy || row.IsBaseline ? "" : Short(row.Group) + " · ")}{Short(row.Problem)}</small>"""
        );

    public static string Short(string text) => Plain.Crop(Plain.Of(text), LongestName);
}
