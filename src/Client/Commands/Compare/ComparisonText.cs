using System.Globalization;
using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Slo;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Compare;

/// <summary>Renders a comparison in the terminal.</summary>
internal static class ComparisonText
{
    /// <summary>Explanation below the tables.</summary>
    public const string Explanation =
        "Change from A with its 95 % interval; better or worse only if the interval excludes zero. "
        + "About 1 in 20 rows without a real difference is marked better or worse by chance.";

    private static readonly Style Title = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(Color.Grey);
    private static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);

    /// <summary>Renders the comparison.</summary>
    public static void Render(Comparison comparison, IAnsiConsole console)
    {
        var page = new ConsoleWriter(console);
        page.WriteLine("");
        for (var i = 0; i < comparison.Results.Count; i++)
        {
            page.WriteLine(
                TerminalText.Sanitize($"{NameOf(i)}  {(comparison.Results[i].Simulated ? "SIMULATED · " : "")}{comparison.Results[i].Id}"),
                Title
            );
        }

        foreach (var reason in comparison.Reasons)
        {
            page.WriteWrapped($"NOT COMPARABLE: {TerminalText.Sanitize(reason)}", Bad);
        }

        foreach (var warning in comparison.Warnings)
        {
            page.WriteWrapped($"WARNING: {TerminalText.Sanitize(warning)}", Bad);
        }

        foreach (var fact in comparison.Facts)
        {
            page.WriteWrapped(TerminalText.Sanitize(fact));
        }

        foreach (var group in comparison.Rows.GroupBy(row => row.Row))
        {
            var table = new TextTable(
                TerminalText.Sanitize(group.Key.Length == 0 ? "all tasks" : group.Key),
                "A",
                "run",
                "value",
                "change (95%)",
                "verdict"
            );
            foreach (var row in group)
            {
                table.Add(
                    $"{row.Metric} {row.Statistic}",
                    Value(row, row.Difference.A),
                    NameOf(row.Run),
                    Value(row, row.Difference.B),
                    Change(row),
                    row.Verdict
                );
            }

            page.WriteTable(table, lastIsText: true);
        }

        page.WriteLine("");
        var paired = comparison.Rows.Any(row => row.Difference.IsPaired);
        page.WriteWrapped($"{Explanation}{(paired ? " Results with the same seed are compared problem by problem." : "")}", Dim);
    }

    /// <summary>Returns the letter of a run: A for the first, then B, C, …</summary>
    public static string NameOf(int run) => run < 26 ? ((char)('A' + run)).ToString() : $"run {run + 1}";

    /// <summary>Formats a value in the unit of its metric.</summary>
    public static string Value(ComparedRow row, double value) =>
        row.Statistic == "rate" ? NumberFormat.Percent(value)
        : SloMetric.Find(row.Metric)?.Unit == SloUnit.Seconds ? NumberFormat.Seconds(value)
        : NumberFormat.Number(value);

    /// <summary>Formats the change with its interval, for rates in percentage points.</summary>
    public static string Change(ComparedRow row)
    {
        var unit = row.Statistic == "rate" ? " pt" : "%";
        var change = $"{Signed(row.Difference.Change)}{unit}";
        return row.Difference is { Low: { } low, High: { } high } ? $"{change} ({Signed(low)} to {Signed(high)})" : change;
    }

    private static string Signed(double change) => (change * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
