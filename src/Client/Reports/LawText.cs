using System.Globalization;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Reports;

/// <summary>Formats laws: <c>calls = 4·layers − 3</c> or <c>latency_s ∝ agents^0.71 (0.65–0.78)</c>.</summary>
internal static class LawText
{
    /// <summary>Returns the equation of a metric.</summary>
    public static string Of(string metric, IReadOnlyList<string> parameters, GrowthLaw law)
    {
        if (law is { IsAffine: true, Affine: { } line })
        {
            var sign = line.Intercept < 0 ? "−" : "+";
            return $"{metric} = {NumberFormat.Number(line.Slope)}·{parameters[0]} {sign} {NumberFormat.Number(Math.Abs(line.Intercept))}";
        }

        var factors = parameters.Zip(law.Power.Exponents, (name, exponent) => $"{name}^{Exponent(exponent)}");
        return $"{metric} ∝ {string.Join(" · ", factors)}";
    }

    /// <summary>Returns "exact" for an exact law, the mark of a lack of fit with the largest deviation, or an empty text.</summary>
    public static string FitOf(GrowthLaw law) =>
        law.MaxDeviation < 1e-6 ? "exact"
        : law.LacksFit ? $"! {NumberFormat.Percent(law.MaxDeviation)}"
        : "";

    /// <summary>True if the metric does not depend on the parameters.</summary>
    public static bool IsConstant(GrowthLaw law) =>
        law.MaxDeviation < 1e-6 && law.Power.Exponents.All(exponent => Math.Abs(exponent.Value) < 1e-6);

    private static string Exponent(ExponentInterval exponent)
    {
        var value = Round(exponent.Value);
        return exponent is { Low: { } low, High: { } high } && Round(low) != Round(high) ? $"{value} ({Round(low)}–{Round(high)})" : value;
    }

    private static string Round(double value) =>
        Math.Round(value, 2) == 0 ? "0" : value.ToString("0.00", CultureInfo.InvariantCulture).Replace('-', '−');
}
