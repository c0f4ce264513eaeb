namespace AgentLoad.Agents.Workloads;

/// <summary>A value from an environment variable that no file, log or message may show. As text it is <c>${NAME}</c>, which reads back.</summary>
/// <param name="variable">Name of the environment variable.</param>
/// <param name="value">What it holds; null where only those know it who make the calls.</param>
public sealed class Secret(string variable, string? value)
{
    /// <summary>Name of the environment variable.</summary>
    public string Variable { get; } = variable;

    /// <summary>The value, for the request that needs it; null where it is not known here.</summary>
    public string? Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "${" + Variable + "}";
}
