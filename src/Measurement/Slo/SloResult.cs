namespace AgentLoad.Measurement.Slo;

/// <summary>Result of one SLO clause.</summary>
/// <param name="Clause">Text of the clause.</param>
/// <param name="Actual">
/// Measured value in the unit of the metric (seconds, share or count); null without samples, and if the value lies among tasks that were
/// cut off.
/// </param>
/// <param name="Bound">Bound of the clause, in the same unit.</param>
/// <param name="Met">True if the bound is satisfied; false without samples.</param>
/// <param name="Samples">Number of samples.</param>
/// <param name="Certified">False if a percentile has too few samples for 99 % confidence.</param>
internal sealed record SloResult(string Clause, double? Actual, double Bound, bool Met, int Samples, bool Certified)
{
    /// <summary>Number of samples that satisfy the bound individually (goodput by this clause alone); null for a rate or count.</summary>
    public long? Within { get; init; }

    /// <summary>Number of samples of tasks that were cut off by the end of the run; they exceed every bound.</summary>
    public long CutOff { get; init; }

    /// <summary>Number of these that had not exceeded the bound when they were cut off: they could have met it.</summary>
    public long Undecided { get; init; }
}
