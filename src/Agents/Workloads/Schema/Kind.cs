using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>The type of a workload value. Reading, writing, documentation and the JSON schema use the same definition.</summary>
internal abstract class Kind
{
    /// <summary>The allowed values, for messages: "a whole number from 1 to 9".</summary>
    public abstract string Expected { get; }

    /// <summary>The kind of a collection's items; null if this is not a collection.</summary>
    public virtual Kind? Item => null;

    /// <summary>Reads a value; returns null if it is invalid. Every error is reported.</summary>
    public abstract object? Read(ParseContext context, Node node, string path);

    /// <summary>Converts a value to a YAML node.</summary>
    public abstract Node Write(object value);

    /// <summary>Creates the JSON schema of the value.</summary>
    public abstract JsonObject Schema();
}
