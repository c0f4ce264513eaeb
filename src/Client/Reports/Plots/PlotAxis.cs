using AgentLoad.Client.Reports.Html;

namespace AgentLoad.Client.Reports.Plots;

/// <summary>Unit of the values of an axis.</summary>
internal enum PlotUnit
{
    /// <summary>Counts and rates.</summary>
    Number,

    /// <summary>Durations in seconds.</summary>
    Seconds,

    /// <summary>Shares from 0 to 1.</summary>
    Percent,

    /// <summary>Ratios.</summary>
    Factor,

    /// <summary>Relative changes; 0.1 is +10 %.</summary>
    Change,
}

/// <summary>An axis of a plot.</summary>
/// <param name="Name">Label.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="IsLog">True for a logarithmic axis.</param>
/// <param name="Range">Ends of the axis; null to derive them from the values. A linear axis without a range begins at 0.</param>
internal sealed record PlotAxis(string Name, PlotUnit Unit, bool IsLog = false, (double Low, double High)? Range = null)
{
    /// <summary>An axis of shares from 0 to 1.</summary>
    public static PlotAxis Share(string name) => new(name, PlotUnit.Percent, Range: (0, 1));

    public Scale ScaleOf(IEnumerable<double> values) =>
        Range is { } range ? Scale.Between(range.Low, range.High)
        : IsLog ? Scale.LogAround(values)
        : Scale.FromZero(values.DefaultIfEmpty().Max());

    public string Format(double value) =>
        Unit switch
        {
            PlotUnit.Seconds => NumberFormat.Seconds(value),
            PlotUnit.Percent => NumberFormat.Percent(value),
            PlotUnit.Factor => $"×{NumberFormat.Number(value)}",
            PlotUnit.Change => NumberFormat.Change(value),
            _ => NumberFormat.Number(value),
        };
}
