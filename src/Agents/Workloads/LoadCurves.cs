namespace AgentLoad.Agents.Workloads;

/// <summary>Task arrivals in open loop.</summary>
internal sealed record ArrivalSettings
{
    /// <summary>Distribution of the gaps between arrivals.</summary>
    public ArrivalProcess Process { get; init; } = ArrivalProcess.Poisson;

    /// <summary>Tasks per second, or the peak rate of a curve; null if stages or a trace determine the rate.</summary>
    public double? Rate { get; init; }

    /// <summary>Shape of the gamma process: 1 is Poisson, less is burstier, more is more regular.</summary>
    public double Burstiness { get; init; } = 1;

    /// <summary>Consecutive rates; the last one continues.</summary>
    public IReadOnlyList<RateStage> Stages { get; init; } = [];

    /// <summary>Change of the rate over time.</summary>
    public CurveSettings Curve { get; init; } = new();

    /// <summary>File with recorded arrival times.</summary>
    public string? Trace { get; init; }

    /// <summary>Speed factor for playing a trace; 1 is the recorded speed.</summary>
    public double Speed { get; init; } = 1;
}

/// <summary>A rate for a time span.</summary>
internal sealed record RateStage
{
    /// <summary>Tasks per second.</summary>
    public double Rate { get; init; }

    /// <summary>Length of the stage.</summary>
    public TimeSpan For { get; init; }

    /// <summary>True to change linearly to the rate, false to jump.</summary>
    public bool Ramp { get; init; }
}

/// <summary>A population for a time span.</summary>
internal sealed record AgentStage
{
    /// <summary>Number of concurrent agents.</summary>
    public int Agents { get; init; }

    /// <summary>Length of the stage.</summary>
    public TimeSpan For { get; init; }

    /// <summary>True to change linearly to the population, false to jump.</summary>
    public bool Ramp { get; init; }
}

/// <summary>A named demand curve.</summary>
internal sealed record CurveSettings
{
    /// <summary>Kind of the curve.</summary>
    public CurveKind Kind { get; init; }

    /// <summary>Length of a day or of the whole growth; null for 24 h or the length of the run.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>Minimum of a day as a fraction of its peak.</summary>
    public double Low { get; init; } = 0.2;
}

/// <summary>Named demand curves.</summary>
public enum CurveKind
{
    /// <summary>Constant demand.</summary>
    Constant,

    /// <summary>A repeated day, from its minimum to its peak and back.</summary>
    Day,

    /// <summary>The published growth of Doubao's tokens per day, May 2024 to July 2026.</summary>
    Doubao,
}

/// <summary>Distributions of the gaps between arrivals.</summary>
public enum ArrivalProcess
{
    /// <summary>Equal gaps.</summary>
    Constant,

    /// <summary>Exponentially distributed gaps (independent arrivals).</summary>
    Poisson,

    /// <summary>Gamma-distributed gaps.</summary>
    Gamma,
}
