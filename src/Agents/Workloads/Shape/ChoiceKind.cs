using System.Globalization;
using System.Text.Json.Nodes;
using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Tools;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Shape;

/// <summary>What a workload needs to know of a catalogue entry, whatever it makes.</summary>
internal sealed record Choosable(string Name, string Summary, IReadOnlyList<Parameter> Parameters, Action<Settings> Create)
{
    public static IReadOnlyList<Choosable> Of<T>(IReadOnlyList<Entry<T>> entries) =>
        [.. entries.Select(e => new Choosable(e.Name, e.Summary, e.Parameters, settings => e.Create(settings)))];
}

/// <summary>An entry of a catalogue: its name, or a mapping of "kind" and its settings.</summary>
internal sealed class ChoiceKind(string what, IReadOnlyList<Choosable> entries) : Kind
{
    private readonly Kind names = Kinds.OneOf([.. entries.Select(e => e.Name)]);

    public IReadOnlyList<Choosable> Entries => entries;

    public override string Words => $"a {what}: {names.Words}";

    public override object? Read(Reading reading, Node node, string path)
    {
        if (node is InvalidNode)
            return null;
        if (node is ListNode)
            return reading.Fail(node, path, $"expected {Words}, found a list");
        var map = node as MapNode ?? new MapNode(node.Origin).With("kind", node);
        if (map.Find("kind") is not { } kind)
            return reading.Fail(node, path, $"'kind' is missing: {Words}");
        if (names.Read(reading, kind, node is MapNode ? ObjectKind.Path(path, "kind") : path) is not string name)
            return null;
        return Settings(reading, map, path, entries.First(e => e.Name == name));
    }

    public override Node Write(object value)
    {
        var choice = (Choice)value;
        if (choice.Values.Count == 0)
            return new ScalarNode(default, choice.Name);
        return choice.Values.Aggregate(new MapNode(default).With("kind", new ScalarNode(default, choice.Name)), (map, pair) => map.With(
            pair.Key, new ScalarNode(default, Expansion.Escape(Convert.ToString(pair.Value, CultureInfo.InvariantCulture)!.Replace("True", "true").Replace("False", "false")))));
    }

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray([names.Schema(), .. entries.Select(Schema)]),
    };

    /// <summary>The kind of value that a parameter takes.</summary>
    public static Kind KindOf(Parameter parameter) => parameter.Kind switch
    {
        ParameterKind.Integer => Kinds.Integer((long)(parameter.Min ?? int.MinValue), (long)(parameter.Max ?? int.MaxValue)),
        ParameterKind.Number => Kinds.Number(parameter.Min ?? double.NegativeInfinity, parameter.Max ?? double.PositiveInfinity),
        ParameterKind.Flag => Kinds.Flag(),
        ParameterKind.Latency => Kinds.Checked(
            "a latency such as 200ms, 'exponential 200ms', 'lognormal 200ms 0.5' or 'uniform 100ms 300ms'",
            text => LatencyDistribution.TryParse(text, out _, out _) ? null : ""),
        _ => parameter.Allowed.Count > 0 ? Kinds.OneOf(parameter.Allowed) : Kinds.Text(),
    };

    private object? Settings(Reading reading, MapNode map, string path, Choosable entry)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        var before = reading.Count;
        foreach (var (key, given) in ObjectKind.Keys(reading, map, path).Where(p => p.Key.Text != "kind"))
        {
            if (entry.Parameters.FirstOrDefault(p => p.Name == key.Text) is not { } parameter)
                reading.Fail(key, path, Unknown(entry, key.Text));
            else if (KindOf(parameter).Read(reading, given, ObjectKind.Path(path, key.Text)) is { } value)
                values[key.Text] = value;
        }

        if (reading.Count == before)
            TryCreate(reading, map, path, entry, values);
        return new Choice(entry.Name, values);
    }

    private static string Unknown(Choosable entry, string key)
    {
        var known = entry.Parameters.Select(p => p.Name).ToList();
        var hint = Nearest.Hint(key, known);
        return $"{entry.Name} has no setting {Redaction.Quote(key)}"
            + (hint.Length > 0 ? hint : known.Count == 0 ? "; it has none" : "; it has " + string.Join(", ", known));
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

    private static JsonObject Schema(Choosable entry)
    {
        var properties = new JsonObject { ["kind"] = new JsonObject { ["const"] = entry.Name } };
        foreach (var parameter in entry.Parameters)
        {
            properties[parameter.Name] = KindOf(parameter).Schema();
            properties[parameter.Name]!["description"] = parameter.Description;
        }

        return new JsonObject
        {
            ["type"] = "object", ["description"] = entry.Summary, ["required"] = new JsonArray("kind"), ["additionalProperties"] = false, ["properties"] = properties,
        };
    }
}
