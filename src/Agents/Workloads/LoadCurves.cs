namespace AgentLoad.Agents.Workloads;

/// <summary>When tasks arrive in open loop.</summary>
public sealed record ArrivalSettings
{
    /// <summary>How the arrivals scatter around the rate.</summary>
    public ArrivalProcess Process { get; init; } = ArrivalProcess.Poisson;

    /// <summary>Tasks a second, or the highest rate of a curve; null where stages or a trace say it.</summary>
    public double? Rate { get; init; }

    /// <summary>Shape of the gamma process: 1 is Poisson, less is burstier, more is more even.</summary>
    public double Burstiness { get; init; } = 1;

    /// <summary>Rates one after another; the last goes on.</summary>
    public IReadOnlyList<RateStage> Stages { get; init; } = [];

    /// <summary>How the rate changes over time.</summary>
    public CurveSettings Curve { get; init; } = new();

    /// <summary>File of recorded arrivals.</summary>
    public string? Trace { get; init; }

    /// <summary>How many times faster than recorded a trace is played.</summary>
    public double Speed { get; init; } = 1;
}

/// <summary>A rate for a time.</summary>
public sealed record RateStage
{
    /// <summary>Tasks a second.</summary>
    public double Rate { get; init; }

    /// <summary>How long.</summary>
    public TimeSpan For { get; init; }

    /// <summary>True to go there in a straight line, false to jump.</summary>
    public bool Ramp { get; init; }
}

/// <summary>A population for a time.</summary>
public sealed record AgentStage
{
    /// <summary>Agents at work.</summary>
    public int Agents { get; init; }

    /// <summary>How long.</summary>
    public TimeSpan For { get; init; }

    /// <summary>True to go there in a straight line, false to jump.</summary>
    public bool Ramp { get; init; }
}

/// <summary>A named shape of demand over time.</summary>
public sealed record CurveSettings
{
    /// <summary>Which.</summary>
    public CurveKind Kind { get; init; }

    /// <summary>Length of a day, or of the whole growth; null for 24 h, or for the length of the run.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>Share of the peak that is left in the trough of a day.</summary>
    public double Low { get; init; } = 0.2;
}

/// <summary>Named shapes of demand.</summary>
public enum CurveKind
{
    /// <summary>The same all along.</summary>
    Constant,

    /// <summary>A day: from its trough to its peak and back, again and again.</summary>
    Day,

    /// <summary>The published growth of Doubao's tokens a day, May 2024 to 2026.</summary>
    Doubao,
}

/// <summary>How arrivals scatter.</summary>
public enum ArrivalProcess
{
    /// <summary>At even gaps.</summary>
    Constant,

    /// <summary>Independent of each other.</summary>
    Poisson,

    /// <summary>Gamma-distributed gaps.</summary>
    Gamma,
}
