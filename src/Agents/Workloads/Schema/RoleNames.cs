using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>Roles of the built-in strategies. A misspelled role would silently use the default model.</summary>
internal static class RoleNames
{
    /// <summary>Names without a number.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        "default",
        "planner",
        "worker",
        "critic",
        "router",
        "verifier",
        "evaluator",
        "reflector",
        "aggregator",
        "small",
        "medium",
        "large",
        "first",
        "second",
        "proposer-1",
        "debater-1",
    ];

    /// <summary>Returns true if a name is no role but similar to one. Other names may be roles of nested strategies of the user.</summary>
    public static bool IsMisspelled(string name) =>
        !Known.Contains(name)
        && !name.StartsWith("proposer-", StringComparison.Ordinal)
        && !name.StartsWith("debater-", StringComparison.Ordinal)
        && Suggestions.Hint(name, Known).Length > 0;
}
