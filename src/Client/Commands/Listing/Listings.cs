using System.Globalization;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Agents.Workloads.Schema;
using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Client.Commands.Listing;

/// <summary>The catalogues as <c>agentload list</c> and the reference pages show them: read from the code that runs, never kept twice.</summary>
internal static class Listings
{
    /// <summary>What can be listed.</summary>
    public static IReadOnlyList<string> Names { get; } = ["strategies", "problems", "tools", "profiles"];

    /// <summary>The listing of a name of <see cref="Names"/>; null for any other.</summary>
    public static Listing? Find(string name) =>
        name switch
        {
            "strategies" => new(
                name,
                "How an agent solves a problem. *Calls* is the number of calls to a model that one task makes, as a function of the settings.",
                [.. StrategyCatalog.All.Select(entry => Of(entry, "calls"))]
            ),
            "problems" => new(
                name,
                "What an agent is asked. Problems are made from a seed, without limit: the same seed gives the same problem.",
                [.. ProblemCatalog.All.Select(entry => Of(entry, "verified by"))]
            ),
            "tools" => new(
                name,
                "What an agent can do besides asking a model. The session waits out the latency that is drawn for each execution.",
                [.. ListedTools.All()]
            ),
            "profiles" => new(
                name,
                "A behaviour profile says how shaped agents behave (`driving: {shaped: NAME}`); a node profile says how fast a simulated node works (`node: {profile: NAME}`).",
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
            parameter.Default switch
            {
                bool flag => flag ? "true" : "false",
                Choice choice => choice.Name,
                var value => Convert.ToString(value, CultureInfo.InvariantCulture),
            },
            parameter.Description
        );
}
