using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>The content of a study file: settings of the study, and workload sections that are read for each cell.</summary>
internal sealed record StudySettings
{
    public string Name { get; init; } = "study";

    public long Seed { get; init; } = 1;

    public long Seeds { get; init; } = 1;

    public long Tasks { get; init; } = 50;

    /// <summary>Numbers of concurrent agents; several are swept.</summary>
    public IReadOnlyList<long> Agents { get; init; } = [10];

    public long? MaxTokens { get; init; }

    public IReadOnlyDictionary<string, Price> Prices { get; init; } = new Dictionary<string, Price>();

    public string Currency { get; init; } = "USD";

    public IReadOnlyList<PublishedFigure> Published { get; init; } = [];

    /// <summary>Workload sections by key.</summary>
    public IReadOnlyDictionary<string, Node> Parts { get; init; } = new Dictionary<string, Node>();

    /// <summary>Returns a workload section, or null if the file does not contain it.</summary>
    public Node? FindPart(string key) => Parts.GetValueOrDefault(key);
}
