namespace AgentLoad.Agents.Workloads;

/// <summary>
/// A value from an environment variable that must not appear in files, logs or messages. Its text form is <c>${NAME}</c>, which can be read
/// back.
/// </summary>
/// <param name="variable">Name of the environment variable.</param>
/// <param name="value">The value; null if it is only known on the hosts that make the calls.</param>
internal sealed class Secret(string variable, string? value)
{
    /// <summary>Name of the environment variable.</summary>
    public string Variable { get; } = variable;

    /// <summary>Returns the value for use in a request; null if it is not known on this host.</summary>
    public string? Reveal() => value;

    /// <summary>Creates a value that is not secret: it is written in the file itself.</summary>
    public static Secret Literal(string text) => new("", text);

    /// <inheritdoc/>
    public override string ToString() => Variable.Length == 0 ? value ?? "" : "${" + Variable + "}";
}
