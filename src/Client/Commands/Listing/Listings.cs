using System.Globalization;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Agents.Workloads.Schema;
using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Client.Commands.Listing;

/// <summary>The catalogs shown by <c>agentload list</c> and the reference pages, generated from the code.</summary>
internal static class Listings
{
    /// <summary>Names of the listings.</summary>
    public static IReadOnlyList<string> Names { get; } = ["strategies", "problems", "tools", "profiles"];

    /// <summary>Returns the listing of one of <see cref="Names"/>; null for any other name.</summary>
    public static Listing? Find(string name) =>
        name switch
        {
            "strategies" => new(
                name,
                "How an agent solves a problem. *Calls* is the number of model calls per task as a function of the settings.",
                [.. StrategyCatalog.All.Select(entry => Of(entry, "calls"))]
            ),
            "problems" => new(
                name,
                "The questions that agents work on. Problems are generated from a seed: the same seed gives the same problem.",
                [.. ProblemCatalog.All.Select(entry => Of(entry, "verified by"))]
            ),
            "tools" => new(name, "The tools that agents can call. Each execution takes a randomly drawn latency.", [.. ListedTools.All()]),
            "profiles" => new(
                name,
                "A behavior profile defines how shaped agents behave (`driving: {shaped: NAME}`); "
                    + "a node profile defines the performance of a simulated node (`node: {profile: NAME}`).",
                [.. BehaviourProfile.All.Select(ListedProfiles.Of), .. NodeProfiles.All.Select(ListedProfiles.Of)]
            ),
            _ => null,
        };

    private static ListedItem Of<T>(Entry<T> entry, string formula) =>
        new(entry.Name, entry.Summary)
        {
            Facts = new Dictionary<string, string> { [formula] = entry.Formula, ["source"] = entry.Source },
            Parameters = [.. entry.Parameters.Select(Of)],
        };

    private static ListedParameter Of(Parameter parameter) =>
        new(
            parameter.Name,
            ChoiceKind.ExpectedFor(parameter),
            parameter.IsRequired
                ? null
                : parameter.Default switch
                {
                    bool flag => flag ? "true" : "false",
                    Choice choice => choice.Name,
                    var value => Convert.ToString(value, CultureInfo.InvariantCulture),
                },
            parameter.Description
        );
}
