namespace AgentLoad.Agents.Catalog;

/// <summary>What a parameter's value is.</summary>
public enum ParameterKind
{
    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A text; one of <see cref="Parameter.Allowed"/> where that is given.</summary>
    Text,

    /// <summary>A distribution of durations: "200ms", "exponential 200ms", "lognormal 200ms 0.5", "uniform 100ms 300ms".</summary>
    Latency,

    /// <summary>How often a tool fails on purpose: "none", or "error 5% timeout 1% 10s garbled 2%".</summary>
    Failures,

    /// <summary>A strategy inside the strategy: its name, or a mapping of "kind" and its settings. The value is a <see cref="Workloads.Choice"/>.</summary>
    Strategy,
}

/// <summary>A setting of a strategy or problem, as workloads, help and reference show it.</summary>
/// <param name="Name">Its name in a workload, camelCase.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Default">Its value where a workload names none: long, double, bool, string or Choice.</param>
/// <param name="Description">What it does, with its unit, in one line.</param>
public sealed record Parameter(string Name, ParameterKind Kind, object Default, string Description)
{
    /// <summary>Least number allowed.</summary>
    public double? Min { get; init; }

    /// <summary>Largest number allowed.</summary>
    public double? Max { get; init; }

    /// <summary>Texts allowed; empty for any.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];
}
