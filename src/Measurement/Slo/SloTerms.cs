namespace AgentLoad.Measurement.Slo;

/// <summary>Statistic of an SLO clause.</summary>
internal enum SloStatistic
{
    /// <summary>Median.</summary>
    P50,

    /// <summary>90th percentile.</summary>
    P90,

    /// <summary>95th percentile.</summary>
    P95,

    /// <summary>99th percentile.</summary>
    P99,

    /// <summary>Largest value.</summary>
    Max,

    /// <summary>Arithmetic mean.</summary>
    Mean,

    /// <summary>Share of true values of a boolean metric.</summary>
    Rate,

    /// <summary>Number of values; for a boolean metric, number of true values.</summary>
    Count,
}

/// <summary>Operator that compares the statistic with the bound.</summary>
internal enum SloOperator
{
    /// <summary>At most.</summary>
    Le,

    /// <summary>Less than.</summary>
    Lt,

    /// <summary>At least.</summary>
    Ge,

    /// <summary>More than.</summary>
    Gt,
}
