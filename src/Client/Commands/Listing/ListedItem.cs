using System.Text.Json.Serialization;

namespace AgentLoad.Client.Commands.Listing;

/// <summary>A strategy, problem, tool or profile, as shown by list, JSON and reference page.</summary>
/// <param name="Name">Name in workloads.</param>
/// <param name="Summary">Description on one line.</param>
internal sealed record ListedItem(string Name, string Summary)
{
    /// <summary>Further facts by name ("calls", "source", …), in display order.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings or arguments.</summary>
    public IReadOnlyList<ListedParameter> Parameters { get; init; } = [];
}

/// <summary>A setting or argument.</summary>
/// <param name="Name">Name.</param>
/// <param name="Allowed">Description of the allowed values.</param>
/// <param name="Default">Default value; null if the setting is required.</param>
/// <param name="Description">Meaning.</param>
internal sealed record ListedParameter(
    string Name,
    string Allowed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Default,
    string Description
);

/// <summary>All items of one kind.</summary>
/// <param name="Name">Name of the kind, for example "strategies".</param>
/// <param name="Introduction">Introduction to all items.</param>
/// <param name="Items">Items in the order of the catalog.</param>
internal sealed record Listing(string Name, string Introduction, IReadOnlyList<ListedItem> Items);
