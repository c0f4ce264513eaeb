namespace AgentLoad.Agents.Catalog;

/// <summary>The type of a parameter's value.</summary>
internal enum ParameterKind
{
    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A Boolean, true or false.</summary>
    Flag,

    /// <summary>A string; if <see cref="Parameter.Allowed"/> is not empty, one of its values.</summary>
    Text,

    /// <summary>A distribution of durations: "200ms", "exponential 200ms", "lognormal 200ms 0.5", "uniform 100ms 300ms".</summary>
    Latency,

    /// <summary>Injected tool failures: "none", or "error 5% timeout 1% 10s garbled 2%".</summary>
    Failures,

    /// <summary>The path of a file, relative to the workload file. The value is absolute.</summary>
    Path,

    /// <summary>
    /// A nested strategy: its name, or a mapping with "kind" and its settings. The value is a <see cref="Workloads.Choice"/>.
    /// </summary>
    Strategy,
}

/// <summary>A setting of a strategy or problem.</summary>
/// <param name="Name">Name in workloads, camelCase.</param>
/// <param name="Kind">Type of the value.</param>
/// <param name="Default">Default value: long, double, bool, string or Choice.</param>
/// <param name="Description">One-line description with the unit.</param>
internal sealed record Parameter(string Name, ParameterKind Kind, object Default, string Description)
{
    /// <summary>True if a workload must set the value; the default value is not used.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Minimum; null if there is none.</summary>
    public double? Min { get; init; }

    /// <summary>Maximum; null if there is none.</summary>
    public double? Max { get; init; }

    /// <summary>Allowed strings; empty if any string is allowed.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];
}
