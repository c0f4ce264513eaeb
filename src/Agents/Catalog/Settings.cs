namespace AgentLoad.Agents.Catalog;

/// <summary>Validated values for the parameters of an entry: those set in a workload, and defaults for the others.</summary>
internal sealed class Settings(IReadOnlyList<Parameter> parameters, IReadOnlyDictionary<string, object> named)
{
    /// <summary>All values by parameter name: long, double, bool, string or Choice.</summary>
    public IReadOnlyDictionary<string, object> Values { get; } =
        parameters.ToDictionary(p => p.Name, p => named.TryGetValue(p.Name, out var value) ? value : p.Default, StringComparer.Ordinal);

    /// <summary>Returns an integer.</summary>
    public int Integer(string name) => checked((int)(long)Values[name]);

    /// <summary>Returns a number.</summary>
    public double Number(string name) => Convert.ToDouble(Values[name], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Returns a Boolean.</summary>
    public bool Flag(string name) => (bool)Values[name];

    /// <summary>Returns a string.</summary>
    public string Text(string name) => (string)Values[name];
}
