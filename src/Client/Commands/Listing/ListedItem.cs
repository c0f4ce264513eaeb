using System.Text.Json.Serialization;

namespace AgentLoad.Client.Commands.Listing;

/// <summary>A strategy, problem, tool or profile, as list, JSON and reference page show it.</summary>
/// <param name="Name">Its name in workloads.</param>
/// <param name="Summary">What it is, in one line.</param>
internal sealed record ListedItem(string Name, string Summary)
{
    /// <summary>What else is to be said, by name: "calls", "source", …; in the order of showing.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>Its settings.</summary>
    public IReadOnlyList<ListedParameter> Parameters { get; init; } = [];
}

/// <summary>A setting.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Allowed">What it may be, in words.</param>
/// <param name="Default">Its value where nobody names one; null where it must be named.</param>
/// <param name="Description">What it does.</param>
internal sealed record ListedParameter(
    string Name,
    string Allowed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Default,
    string Description
);

/// <summary>Everything of one sort that a workload can name.</summary>
/// <param name="Name">The word that asks for it: "strategies".</param>
/// <param name="Introduction">What is to be known of all of them.</param>
/// <param name="Items">All, in the order of the catalogue.</param>
internal sealed record Listing(string Name, string Introduction, IReadOnlyList<ListedItem> Items);
