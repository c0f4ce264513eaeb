using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Shape;

/// <summary>What a value of a workload may be: read, written, described and put into the JSON schema from one definition.</summary>
internal abstract class Kind
{
    /// <summary>What is allowed: "a whole number from 1 to 9".</summary>
    public abstract string Words { get; }

    /// <summary>What a collection holds; null for anything else.</summary>
    public virtual Kind? Item => null;

    /// <summary>The value, or null where there is none; every reason is reported.</summary>
    public abstract object? Read(Reading reading, Node node, string path);

    /// <summary>The value as it stands in a file.</summary>
    public abstract Node Write(object value);

    /// <summary>The value's JSON schema.</summary>
    public abstract JsonObject Schema();
}
