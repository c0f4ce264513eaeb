namespace AgentLoad.Measurement.Slo;

/// <summary>The verdict on one SLO clause.</summary>
/// <param name="Clause">The clause as it was written.</param>
/// <param name="Actual">What was measured, in the unit of the metric (seconds, a share, a count); null without samples.</param>
/// <param name="Bound">The bound of the clause, in the same unit.</param>
/// <param name="Met">True where the bound holds; false without samples.</param>
/// <param name="Samples">Number of samples.</param>
/// <param name="Certified">False for a percentile with too few samples for 99 % confidence.</param>
public sealed record SloResult(string Clause, double? Actual, double Bound, bool Met, int Samples, bool Certified)
{
    /// <summary>Samples that are themselves on the right side of the bound (goodput by this clause alone); null for a rate or a count.</summary>
    public long? Within { get; init; }
}
