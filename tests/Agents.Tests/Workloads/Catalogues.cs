using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Tests.Workloads;

/// <summary>Small catalogs for reading workloads.</summary>
internal static class Catalogues
{
    public static IReadOnlyList<Entry<IProblemSource>> Problems { get; } =
    [
        Problem("game24"),
        Problem(
            "multihop",
            new("hops", ParameterKind.Integer, 2L, "Relations.") { Min = 1, Max = 8 },
            new("latency", ParameterKind.Latency, "200ms", "Time of a tool call.")
        ),
    ];

    public static IReadOnlyList<Entry<IStrategy>> Strategies { get; } =
    [
        Strategy("direct"),
        Strategy("chain-of-thought"),
        Strategy(
            "self-consistency",
            new("samples", ParameterKind.Integer, 40L, "Samples.") { Min = 1, Max = 1000 },
            new("temperature", ParameterKind.Number, 0.7, "Temperature.") { Min = 0, Max = 2 }
        ),
        Strategy(
            "tree-of-thoughts",
            new("breadth", ParameterKind.Integer, 5L, "States kept.") { Min = 1, Max = 100 },
            new("prune", ParameterKind.Flag, true, "Prune."),
            new("order", ParameterKind.Text, "best", "Order.") { Allowed = ["best", "first"] }
        ),
        Strategy("react"),
        Strategy(
            "team",
            new("size", ParameterKind.Integer, 2L, "Size.") { Min = 1, Max = 9 },
            new("worker", ParameterKind.Strategy, Choice.Of("self-consistency", ("samples", 3L)), "Worker.")
        ),
    ];

    public static WorkloadInputs Inputs(params (string Name, string Value)[] environment) =>
        new()
        {
            Environment = name => environment.FirstOrDefault(v => v.Name == name).Value,
            Problems = Problems,
            Strategies = Strategies,
            DrivingProfiles = ["default", "tot-game24"],
            NodeProfiles = ["h100-vllm-8b", "cpu-3b", "instant"],
        };

    private static Entry<IProblemSource> Problem(string name, params Parameter[] parameters) =>
        new(name, "A problem.", "", "", parameters, _ => null!);

    private static Entry<IStrategy> Strategy(string name, params Parameter[] parameters) =>
        new(name, "A strategy.", "", "", parameters, _ => null!) { Roles = static _ => ["planner", "critic", "small", "large"] };
}
