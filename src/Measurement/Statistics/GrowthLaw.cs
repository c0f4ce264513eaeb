namespace AgentLoad.Measurement.Statistics;

/// <summary>
/// How a metric grows with swept parameters: a power law, or a straight line if that describes the data and a power law does not.
/// </summary>
/// <param name="Power">Fitted power law.</param>
/// <param name="Affine">Fitted line; null with several parameters.</param>
internal sealed record GrowthLaw(PowerLawFit Power, AffineFit? Affine)
{
    /// <summary>
    /// True if the data are on a line that is no power law, or if only the line fits: y = 4x − 3 has no exponent, although a power law can
    /// be fitted to it.
    /// </summary>
    public bool IsAffine =>
        Affine is { } line
        && ((line.IsExact && Power.MaxDeviation > 1e-6) || (Power.LacksFit && line.MaxDeviation <= PowerLawFit.Tolerance));

    /// <summary>Share of the variance that the chosen form explains.</summary>
    public double RSquared => IsAffine ? Affine!.RSquared : Power.RSquared;

    /// <summary>Largest relative distance of a mean from the chosen form.</summary>
    public double MaxDeviation => IsAffine ? Affine!.MaxDeviation : Power.MaxDeviation;

    /// <summary>True if neither form describes the data.</summary>
    public bool LacksFit => !IsAffine && Power.LacksFit;

    /// <summary>Returns the value of the chosen form.</summary>
    public double At(IReadOnlyList<double> x) =>
        IsAffine
            ? (Affine!.Slope * x[0]) + Affine.Intercept
            : Power.Constant * x.Zip(Power.Exponents, (value, exponent) => Math.Pow(value, exponent.Value)).Aggregate(1.0, (a, b) => a * b);

    /// <summary>Fits both forms; null with too few points.</summary>
    public static GrowthLaw? Of(IReadOnlyList<GrowthObservation> observations, int seed = 1) =>
        PowerLawFit.Of(observations, seed) is { } power ? new GrowthLaw(power, AffineFit.Of(observations)) : null;
}
