using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Reports.Tables;

/// <summary>A cell of a table.</summary>
/// <param name="Text">Text for readers: three significant digits, with unit and interval.</param>
/// <param name="Value">Exact value in the base unit for CSV: a number, a truth value or a text; null if it is missing.</param>
/// <param name="Low">Lower end of the interval; null without an interval.</param>
/// <param name="High">Upper end of the interval.</param>
internal sealed record TableCell(string Text, object? Value, double? Low = null, double? High = null)
{
    /// <summary>Second line of the cell in a page; null for none.</summary>
    public string? Detail { get; init; }

    /// <summary>Address that the cell links to in a page, relative to the report; null for none.</summary>
    public string? Link { get; init; }

    /// <summary>Links that a page shows instead of the text, with their labels; empty for none.</summary>
    public IReadOnlyList<(string Label, string? Address)> Links { get; init; } = [];

    /// <summary>CSS class of the cell in a page; null for none.</summary>
    public string? CssClass { get; init; }

    /// <summary>Returns a cell with a text.</summary>
    public static TableCell Of(string? text)
    {
        var clean = TerminalText.Sanitize(text ?? "");
        return new(clean, clean);
    }

    public static TableCell Count(long? value) => new(value is { } count ? NumberFormat.Count(count) : NumberFormat.Missing, value);

    public static TableCell Number(double? value) => new(NumberFormat.Number(value), value);

    public static TableCell Factor(double? value) =>
        new(value is { } known ? $"×{NumberFormat.Number(known)}" : NumberFormat.Missing, value);

    public static TableCell Seconds(double? value) => new(NumberFormat.Seconds(value), value);

    public static TableCell Percent(double? value) => new(NumberFormat.Percent(value), value);

    public static TableCell Of(WilsonInterval? share) => new(NumberFormat.Interval(share), share?.Rate, share?.Low, share?.High);

    public static TableCell Of(MeanInterval? mean) => new(NumberFormat.Interval(mean), mean?.Mean, mean?.Low, mean?.High);

    public static TableCell Of(RatioInterval? ratio) => new(NumberFormat.Interval(ratio), ratio?.Ratio, ratio?.Low, ratio?.High);

    /// <summary>Returns a percentile, prefixed with ~ if there are too few samples to certify it.</summary>
    public static TableCell Tail(Distribution? distribution, double p, Func<Distribution, double> value) =>
        new(NumberFormat.Tail(distribution, p, value), distribution is null ? null : value(distribution));

    /// <summary>Returns an adjusted percentile; ∞ without a value for CSV if it lies among failed or cut-off values.</summary>
    public static TableCell Adjusted(double? seconds) => new(NumberFormat.Adjusted(seconds), seconds);
}
