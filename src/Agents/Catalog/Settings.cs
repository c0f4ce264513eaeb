namespace AgentLoad.Agents.Catalog;

/// <summary>Values for the parameters of an entry: those that a workload names, and the defaults of the rest. Already validated.</summary>
public sealed class Settings(IReadOnlyList<Parameter> parameters, IReadOnlyDictionary<string, object> named)
{
    /// <summary>Every value by the parameter's name: long, double, bool, string or Choice.</summary>
    public IReadOnlyDictionary<string, object> Values { get; } =
        parameters.ToDictionary(p => p.Name, p => named.TryGetValue(p.Name, out var value) ? value : p.Default, StringComparer.Ordinal);

    /// <summary>A whole number.</summary>
    public int Integer(string name) => checked((int)(long)Values[name]);

    /// <summary>A number.</summary>
    public double Number(string name) => Convert.ToDouble(Values[name], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>True or false.</summary>
    public bool Flag(string name) => (bool)Values[name];

    /// <summary>A text.</summary>
    public string Text(string name) => (string)Values[name];
}
