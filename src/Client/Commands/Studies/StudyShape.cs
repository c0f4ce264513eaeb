using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Schema;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>What a study file holds as written: its own settings, and parts of workloads that are read cell by cell.</summary>
internal sealed record StudySettings
{
    public string Name { get; init; } = "study";

    public long Seed { get; init; } = 1;

    public long Seeds { get; init; } = 1;

    public long Tasks { get; init; } = 50;

    public long Agents { get; init; } = 10;

    public long? MaxTokens { get; init; }

    public IReadOnlyDictionary<string, Price> Prices { get; init; } = new Dictionary<string, Price>();

    public string Currency { get; init; } = "USD";

    public IReadOnlyList<PublishedFigure> Published { get; init; } = [];

    /// <summary>Parts by key.</summary>
    public IReadOnlyDictionary<string, Node> Parts { get; init; } = new Dictionary<string, Node>();

    /// <summary>A part, or null.</summary>
    public Node? FindPart(string key) => Parts.GetValueOrDefault(key);
}

/// <summary>The one description of a study file.</summary>
internal static class StudyShape
{
    /// <summary>Its keys.</summary>
    public static ObjectKind Kind { get; } =
        new(
            "study",
            "A grid of cells on the same problems.",
            () => new StudySettings(),
            [
                Field.On<StudySettings, string>(
                    "name",
                    Kinds.Name(".+"),
                    "Name of the study's folder.",
                    s => s.Name,
                    (s, v) => s with { Name = v }
                ),
                Field.On<StudySettings, long>(
                    "seed",
                    Kinds.Integer(0, int.MaxValue),
                    "Seed of the order and of the first repetition.",
                    s => s.Seed,
                    (s, v) => s with { Seed = v }
                ),
                Field.On<StudySettings, long>(
                    "seeds",
                    Kinds.Integer(1, 1000),
                    "Repetitions of every cell, each on other problems.",
                    s => s.Seeds,
                    (s, v) => s with { Seeds = v }
                ),
                Field.On<StudySettings, long>(
                    "tasks",
                    Kinds.Integer(1, 1_000_000),
                    "Problems of each repetition; every cell works on the same ones.",
                    s => s.Tasks,
                    (s, v) => s with { Tasks = v }
                ),
                Field.On<StudySettings, long>(
                    "agents",
                    Kinds.Integer(1, 100_000),
                    "Agents at work at once.",
                    s => s.Agents,
                    (s, v) => s with { Agents = v }
                ),
                Field.On<StudySettings, long>(
                    "maxTokens",
                    Kinds.Integer(1, long.MaxValue),
                    "Most tokens that the study may use, by estimate.",
                    s => s.MaxTokens,
                    (s, v) => s with { MaxTokens = v }
                ),
                Part("strategies", "Strategies; a setting given as a list is swept.") with
                {
                    IsRequired = true,
                },
                Part("problems", "Problems; a setting given as a list is swept.") with
                {
                    IsRequired = true,
                },
                Part(
                    "models",
                    "Models by name: each an endpoint (url, api, model, …) or a simulated one (node). Without any, the simulated node."
                ),
                Part("budgets", "Budgets: none, or a mapping of tokens, calls, time."),
                Part("endpoints", "Further endpoints by name, for roles."),
                Part("roles", "Endpoint name by role."),
                Part("driving", "live, shaped, or {shaped: profile}."),
                Part("options", "Generation options."),
                Part("retry", "What happens after a failed call."),
                Part("deadline", "Longest time a call may take."),
                Part("node", "The simulated node."),
                Field.On<StudySettings, string>(
                    "currency",
                    Kinds.Text("a currency such as USD"),
                    "Currency of the prices.",
                    s => s.Currency,
                    (s, v) => s with { Currency = v }
                ),
                Field.On<StudySettings, IReadOnlyDictionary<string, Price>>(
                    "prices",
                    new MapKind<Price>(Price()),
                    "Price of a million tokens by model.",
                    s => s.Prices,
                    (s, v) => s with { Prices = v }
                ),
                Field.On<StudySettings, IReadOnlyList<PublishedFigure>>(
                    "published",
                    new ListKind<PublishedFigure>(Published()),
                    "Published figures to compare with.",
                    s => s.Published,
                    (s, v) => s with { Published = v }
                ),
            ]
        );

    private static Field Part(string key, string description) =>
        Field.On<StudySettings, Node>(
            key,
            new PartKind(),
            description,
            s => s.FindPart(key),
            (s, v) => s with { Parts = new Dictionary<string, Node>(s.Parts) { [key] = v } }
        );

    private static ObjectKind Price() =>
        new(
            "price",
            "Price of a million tokens.",
            () => new Price(),
            [
                Field.On<Price, double>(
                    "prompt",
                    Kinds.Number(0, 1e9),
                    "A million prompt tokens.",
                    p => p.Prompt,
                    (p, v) => p with { Prompt = v }
                ) with
                {
                    IsRequired = true,
                },
                Field.On<Price, double>(
                    "completion",
                    Kinds.Number(0, 1e9),
                    "A million completion tokens.",
                    p => p.Completion,
                    (p, v) => p with { Completion = v }
                ) with
                {
                    IsRequired = true,
                },
            ]
        );

    private static ObjectKind Published() =>
        new(
            "figure",
            "A published figure.",
            () => new PublishedFigure(),
            [
                Field.On<PublishedFigure, string>(
                    "source",
                    Kinds.Text(),
                    "Where it was published.",
                    f => f.Source,
                    (f, v) => f with { Source = v }
                ) with
                {
                    IsRequired = true,
                },
                Field.On<PublishedFigure, string>(
                    "strategy",
                    Kinds.Text(),
                    "Strategy of the cell to compare with.",
                    f => f.Strategy,
                    (f, v) => f with { Strategy = v }
                ) with
                {
                    IsRequired = true,
                },
                Field.On<PublishedFigure, string>(
                    "problem",
                    Kinds.Text(),
                    "Problem of that cell, with its settings as the results name it; without it the first.",
                    f => f.Problem,
                    (f, v) => f with { Problem = v }
                ),
                Field.On<PublishedFigure, string>(
                    "metric",
                    Kinds.OneOf(CellResult.Metrics),
                    "What is compared.",
                    f => f.Metric,
                    (f, v) => f with { Metric = v }
                ) with
                {
                    IsRequired = true,
                },
                Field.On<PublishedFigure, double>(
                    "value",
                    Kinds.Number(0, 1e15),
                    "The published figure.",
                    f => f.Value,
                    (f, v) => f with { Value = v }
                ) with
                {
                    IsRequired = true,
                },
                Field.On<PublishedFigure, string>(
                    "note",
                    Kinds.Text(),
                    "What is to be known of the comparison.",
                    f => f.Note,
                    (f, v) => f with { Note = v }
                ),
            ]
        );

    /// <summary>A part of a workload, kept as written until a cell is made of it.</summary>
    private sealed class PartKind : Kind
    {
        public override string Expected => "as in a workload";

        public override object? Read(ParseContext context, Node node, string path) => node;

        public override Node Write(object value) => (Node)value;

        public override JsonObject Schema() => [];
    }
}
