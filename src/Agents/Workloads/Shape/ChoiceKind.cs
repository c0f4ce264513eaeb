using System.Globalization;
using System.Text.Json.Nodes;
using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Agents.Problems.OpenPrompt;
using AgentLoad.Agents.Problems.Vision;
using AgentLoad.Agents.Tools;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Shape;

/// <summary>What a workload needs to know of a catalogue entry, whatever it makes.</summary>
internal sealed record Choosable(string Name, string Summary, IReadOnlyList<Parameter> Parameters, Action<Settings> Create)
{
    public static IReadOnlyList<Choosable> Of<T>(IReadOnlyList<Entry<T>> entries) =>
        [.. entries.Select(e => new Choosable(e.Name, e.Summary, e.Parameters, settings => e.Create(settings)))];
}

/// <summary>An entry of a catalogue: its name, or a mapping of "kind" and its settings, of which some may be strategies in turn.</summary>
internal sealed class ChoiceKind : Kind
{
    /// <summary>Name of the definition of strategies in the JSON schema.</summary>
    public const string Strategy = "strategy";

    private readonly string _what;
    private readonly IReadOnlyList<Choosable> _entries;
    private readonly int _depth;
    private readonly Kind _names;

    private ChoiceKind(string what, IReadOnlyList<Choosable> entries, int depth = 1)
    {
        (this._what, this._entries, this._depth) = (what, entries, depth);
        _names = Kinds.OneOf([.. entries.Select(e => e.Name)]);
    }

    public override string Words => $"a {_what}: {_names.Words}";

    /// <summary>The problems that the inputs allow.</summary>
    public static ChoiceKind Problems(WorkloadInputs inputs) => new("problem", Choosable.Of(inputs.Problems));

    /// <summary>The strategies that the inputs allow.</summary>
    public static ChoiceKind Strategies(WorkloadInputs inputs) => new(Strategy, Choosable.Of(inputs.Strategies));

    /// <summary>What a parameter may be.</summary>
    public static string WordsOf(Parameter parameter) => parameter.Kind == ParameterKind.Strategy ? "a strategy" : Scalar(parameter).Words;

    public override object? Read(Reading reading, Node node, string path)
    {
        if (node is InvalidNode)
        {
            return null;
        }

        if (node is ListNode)
        {
            return reading.Fail(node, path, $"expected {Words}, found a list");
        }

        if (_depth > Choice.MostNested)
        {
            return reading.Fail(node, path, $"strategies may stand at most {Choice.MostNested} deep in one another, this is one deeper");
        }

        var map = node as MapNode ?? new MapNode(node.Origin).With("kind", node);
        if (map.Find("kind") is not { } kind)
        {
            return reading.Fail(node, path, $"'kind' is missing: {Words}");
        }

        if (_names.Read(reading, kind, node is MapNode ? ObjectKind.Path(path, "kind") : path) is not string name)
        {
            return null;
        }

        return Settings(reading, map, path, _entries.First(e => e.Name == name));
    }

    public override Node Write(object value)
    {
        var choice = (Choice)value;
        if (choice.Values.Count == 0)
        {
            return new ScalarNode(default, choice.Name);
        }

        return choice.Values.Aggregate(
            new MapNode(default).With("kind", new ScalarNode(default, choice.Name)),
            (map, pair) =>
                map.With(pair.Key, pair.Value is Choice ? Write(pair.Value) : new ScalarNode(default, Expansion.Escape(Text(pair.Value))))
        );
    }

    /// <summary>Strategies refer to their one definition, as they may stand in one another.</summary>
    public override JsonObject Schema() => _what == Strategy ? new JsonObject { ["$ref"] = $"#/$defs/{Strategy}" } : Definition();

    /// <summary>The JSON schema itself.</summary>
    public JsonObject Definition() => new() { ["anyOf"] = new JsonArray([_names.Schema(), .. _entries.Select(Schema)]) };

    private static string Text(object value) =>
        value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private Kind KindOf(Parameter parameter) =>
        parameter.Kind == ParameterKind.Strategy ? new ChoiceKind(Strategy, _entries, _depth + 1) : Scalar(parameter);

    private static Kind Scalar(Parameter parameter) =>
        parameter.Kind switch
        {
            ParameterKind.Integer => Kinds.Integer((long)(parameter.Min ?? int.MinValue), (long)(parameter.Max ?? int.MaxValue)),
            ParameterKind.Number => Kinds.Number(parameter.Min ?? double.NegativeInfinity, parameter.Max ?? double.PositiveInfinity),
            ParameterKind.Flag => Kinds.Flag(),
            ParameterKind.Latency => Kinds.Checked(
                "a latency such as 200ms, 'exponential 200ms', 'lognormal 200ms 0.5' or 'uniform 100ms 300ms'",
                text => LatencyDistribution.TryParse(text, out _, out _) ? null : ""
            ),
            ParameterKind.Failures => Kinds.Checked(
                "none, or failures such as 'error 5% timeout 1% 10s garbled 2%'",
                text => ToolFailures.TryParse(text, out _, out _) ? null : ""
            ),
            _ => parameter.Allowed.Count > 0 ? Kinds.OneOf(parameter.Allowed) : Kinds.Text(),
        };

    private object? Settings(Reading reading, MapNode map, string path, Choosable entry)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        var before = reading.Count;
        foreach (var (key, given) in ObjectKind.Keys(reading, map, path).Where(p => p.Key.Text != "kind"))
        {
            if (entry.Parameters.FirstOrDefault(p => p.Name == key.Text) is not { } parameter)
            {
                reading.Fail(key, path, Unknown(entry, key.Text));
            }
            else if (KindOf(parameter).Read(reading, given, ObjectKind.Path(path, key.Text)) is { } value)
            {
                values[key.Text] = value;
            }
        }

        if (reading.Count == before)
        {
            TryCreate(reading, map, path, entry, values);
        }

        return new Choice(entry.Name, values);
    }

    private static string Unknown(Choosable entry, string key)
    {
        if (
            key == WorkedExamples.SettingName
            && entry.Name is OpenPromptSource.KindName or VisionSource.ImageKind or VisionSource.VideoKind
        )
        {
            return $"{entry.Name} has no setting '{key}': its problems have no right answer that an example could show";
        }

        var known = entry.Parameters.Select(p => p.Name).ToList();
        var hint = Nearest.Hint(key, known);
        return $"{entry.Name} has no setting {Redaction.Quote(key)}"
            + (
                hint.Length > 0 ? hint
                : known.Count == 0 ? "; it has none"
                : "; it has " + string.Join(", ", known)
            );
    }

    private static void TryCreate(Reading reading, MapNode map, string path, Choosable entry, Dictionary<string, object> values)
    {
        try
        {
            entry.Create(new Settings(entry.Parameters, values));
        }
        catch (ArgumentException exception)
        {
            reading.Fail(map, path, exception.Message);
        }
    }

    private JsonObject Schema(Choosable entry)
    {
        var properties = new JsonObject { ["kind"] = new JsonObject { ["const"] = entry.Name } };
        foreach (var parameter in entry.Parameters)
        {
            properties[parameter.Name] = KindOf(parameter).Schema();
            properties[parameter.Name]!["description"] = parameter.Description;
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["description"] = entry.Summary,
            ["required"] = new JsonArray("kind"),
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
    }
}
