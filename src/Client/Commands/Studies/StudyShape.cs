using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Schema;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>Defines the keys of a study file.</summary>
internal static class StudyShape
{
    /// <summary>The root object.</summary>
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
                    "Seed of the execution order and of the first repetition.",
                    s => s.Seed,
                    (s, v) => s with { Seed = v }
                ),
                Field.On<StudySettings, long>(
                    "seeds",
                    Kinds.Integer(1, 1000),
                    "Repetitions of every cell, each on different problems.",
                    s => s.Seeds,
                    (s, v) => s with { Seeds = v }
                ),
                Field.On<StudySettings, long>(
                    "tasks",
                    Kinds.Integer(1, 1_000_000),
                    "Problems per repetition; all cells work on the same problems.",
                    s => s.Tasks,
                    (s, v) => s with { Tasks = v }
                ),
                Field.On<StudySettings, IReadOnlyList<long>>(
                    "agents",
                    new OneOrMoreKind<long>(Kinds.Integer(1, 100_000)),
                    "Concurrent agents; each value of a list becomes a cell.",
                    s => s.Agents,
                    (s, v) => s with { Agents = v }
                ),
                Field.On<StudySettings, long>(
                    "maxTokens",
                    Kinds.Integer(1, long.MaxValue),
                    "Limit on the estimated tokens of the study.",
                    s => s.MaxTokens,
                    (s, v) => s with { MaxTokens = v }
                ),
                Part("strategies", "Strategies; each value of a setting given as a list becomes a cell.") with
                {
                    IsRequired = true,
                },
                Part("problems", "Problems; each value of a setting given as a list becomes a cell.") with
                {
                    IsRequired = true,
                },
                Part("models", "Models by name: an endpoint (url, api, model, …) or a simulated node (node). Default: the simulated node."),
                Part("budgets", "Budgets: none, or a mapping of tokens, calls, time."),
                Part("endpoints", "Additional endpoints by name, for roles."),
                Part("roles", "Endpoint name by role."),
                Part("salt", "Text at the head of every prompt, from which every cell derives its own: auto, none or a value."),
                Part("driving", "live, shaped, or {shaped: profile}."),
                Part("options", "Generation options."),
                Part("retry", "Retry policy for failed calls."),
                Part("deadline", "Timeout of a call."),
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
                    "Published values to compare with.",
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
                    "Price of a million prompt tokens.",
                    p => p.Prompt,
                    (p, v) => p with { Prompt = v }
                ) with
                {
                    IsRequired = true,
                },
                Field.On<Price, double>(
                    "completion",
                    Kinds.Number(0, 1e9),
                    "Price of a million completion tokens.",
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
            "A published value.",
            () => new PublishedFigure(),
            [
                Field.On<PublishedFigure, string>(
                    "source",
                    Kinds.Text(),
                    "Publication.",
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
                    "Problem of the cell, as named in the results; default: the first problem.",
                    f => f.Problem,
                    (f, v) => f with { Problem = v }
                ),
                Field.On<PublishedFigure, string>(
                    "metric",
                    Kinds.OneOf(CellResult.Metrics),
                    "Metric to compare.",
                    f => f.Metric,
                    (f, v) => f with { Metric = v }
                ) with
                {
                    IsRequired = true,
                },
                Field.On<PublishedFigure, double>(
                    "value",
                    Kinds.Number(0, 1e15),
                    "Published value.",
                    f => f.Value,
                    (f, v) => f with { Value = v }
                ) with
                {
                    IsRequired = true,
                },
                Field.On<PublishedFigure, string>(
                    "basis",
                    Kinds.OneOf([PublishedFigure.Predicted, PublishedFigure.Fitted]),
                    "fitted: settings were chosen to reproduce the value; predicted: they were not.",
                    f => f.Basis,
                    (f, v) => f with { Basis = v }
                ) with
                {
                    IsRequired = true,
                },
                Field.On<PublishedFigure, string>(
                    "note",
                    Kinds.Text(),
                    "Remark on the comparison.",
                    f => f.Note,
                    (f, v) => f with { Note = v }
                ),
            ]
        );

    /// <summary>One value, or a list of values to sweep.</summary>
    private sealed class OneOrMoreKind<T>(Kind item) : Kind
    {
        public override string Expected => $"{item.Expected}, or a list of them";

        public override object? Read(ParseContext context, Node node, string path) =>
            node is ListNode { Items.Count: 0 } ? context.Fail(node, path, $"expected {Expected}, found an empty list")
            : node is ListNode list ? list.Items.Select((n, i) => item.Read(context, n, $"{path}[{i}]")).OfType<T>().ToArray()
            : item.Read(context, node, path) is T value ? new[] { value }
            : null;

        public override Node Write(object value) => new ListKind<T>(item).Write(value);

        public override JsonObject Schema() => item.Schema();
    }

    /// <summary>A section of a workload, stored as nodes until the workload of a cell is created.</summary>
    private sealed class PartKind : Kind
    {
        public override string Expected => "as in a workload";

        public override object? Read(ParseContext context, Node node, string path) => node;

        public override Node Write(object value) => (Node)value;

        public override JsonObject Schema() => [];
    }
}
