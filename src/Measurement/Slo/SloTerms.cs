namespace AgentLoad.Measurement.Slo;

/// <summary>What an SLO clause says about the values of its metric.</summary>
public enum SloStatistic
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

    /// <summary>Share of true values, of a metric that is true or false.</summary>
    Rate,

    /// <summary>Number of values; of a metric that is true or false, number of true ones.</summary>
    Count,
}

/// <summary>How the statistic is compared with the value.</summary>
public enum SloOperator
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
