using System.Globalization;
using System.Text.Json.Nodes;
using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Agents.Problems.OpenPrompt;
using AgentLoad.Agents.Problems.Vision;
using AgentLoad.Agents.Tools;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>The part of a catalog entry that is needed to read a workload.</summary>
internal sealed record ChoiceOption(
    string Name,
    string Summary,
    IReadOnlyList<Parameter> Parameters,
    Action<Settings> Create,
    IReadOnlyList<string> Aliases
)
{
    public static IReadOnlyList<ChoiceOption> Of<T>(IReadOnlyList<Entry<T>> entries) =>
        [.. entries.Select(e => new ChoiceOption(e.Name, e.Summary, e.Parameters, settings => e.Create(settings), e.Aliases))];
}

/// <summary>A catalog entry: a name, or a mapping with "kind" and settings. Settings may be strategies themselves.</summary>
internal sealed class ChoiceKind : Kind
{
    /// <summary>Name of the strategy definition in the JSON schema.</summary>
    public const string Strategy = "strategy";

    private readonly string _what;
    private readonly IReadOnlyList<ChoiceOption> _entries;
    private readonly int _depth;
    private readonly string _folder;
    private readonly Kind _names;

    private ChoiceKind(string what, IReadOnlyList<ChoiceOption> entries, string folder, int depth = 1)
    {
        (this._what, this._entries, this._folder, this._depth) = (what, entries, folder, depth);
        _names = Kinds.OneOf(
            [.. entries.Select(e => e.Name)],
            entries.SelectMany(e => e.Aliases.Select(alias => (alias, e.Name))).ToDictionary(pair => pair.alias, pair => pair.Name)
        );
    }

    public override string Expected => $"a {_what}: {_names.Expected}";

    /// <summary>Creates the kind for the problems in the inputs.</summary>
    public static ChoiceKind Problems(WorkloadInputs inputs) => new("problem", ChoiceOption.Of(inputs.Problems), inputs.Folder);

    /// <summary>Creates the kind for the strategies in the inputs.</summary>
    public static ChoiceKind Strategies(WorkloadInputs inputs) => new(Strategy, ChoiceOption.Of(inputs.Strategies), inputs.Folder);

    /// <summary>Describes the allowed values of a parameter.</summary>
    public static string ExpectedFor(Parameter parameter) =>
        parameter.Kind == ParameterKind.Strategy ? "a strategy" : Scalar(parameter, ".").Expected;

    public override object? Read(ParseContext context, Node node, string path)
    {
        if (node is InvalidNode)
        {
            return null;
        }

        if (node is ListNode)
        {
            return context.Fail(node, path, $"expected {Expected}, found a list");
        }

        if (_depth > Choice.MaxNesting)
        {
            return context.Fail(node, path, $"strategies can be nested at most {Choice.MaxNesting} levels deep");
        }

        var map = node as MapNode ?? new MapNode(node.Origin).With("kind", node);
        if (map.Find("kind") is not { } kind)
        {
            return context.Fail(node, path, $"'kind' is missing: {Expected}");
        }

        if (_names.Read(context, kind, node is MapNode ? ObjectKind.Path(path, "kind") : path) is not string name)
        {
            return null;
        }

        return Settings(context, map, path, _entries.First(e => e.Name == name));
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

    /// <summary>Strategies reference their single definition, because they can be nested.</summary>
    public override JsonObject Schema() => _what == Strategy ? new JsonObject { ["$ref"] = $"#/$defs/{Strategy}" } : Definition();

    /// <summary>Creates the schema definition.</summary>
    public JsonObject Definition() => new() { ["anyOf"] = new JsonArray([Names().Schema(), .. _entries.Select(Schema)]) };

    /// <summary>Entries with a required setting cannot be chosen by their name alone.</summary>
    private Kind Names() =>
        _entries.Any(e => e.Parameters.Any(p => p.IsRequired))
            ? Kinds.OneOf([.. _entries.Where(e => !e.Parameters.Any(p => p.IsRequired)).SelectMany(e => e.Aliases.Prepend(e.Name))])
            : _names;

    private static string Text(object value) =>
        value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private Kind KindOf(Parameter parameter) =>
        parameter.Kind == ParameterKind.Strategy ? new ChoiceKind(Strategy, _entries, _folder, _depth + 1) : Scalar(parameter, _folder);

    private static Kind Scalar(Parameter parameter, string folder) =>
        parameter.Kind switch
        {
            ParameterKind.Integer => Kinds.Integer((long)(parameter.Min ?? int.MinValue), (long)(parameter.Max ?? int.MaxValue)),
            ParameterKind.Number => Kinds.Number(parameter.Min ?? double.NegativeInfinity, parameter.Max ?? double.PositiveInfinity),
            ParameterKind.Flag => Kinds.Flag(),
            ParameterKind.Path => Kinds.FilePath("the path of a file", folder),
            ParameterKind.Latency => Kinds.Checked(
                "a latency such as 200ms, 'exponential 200ms', 'lognormal 200ms 0.5' or 'uniform 100ms 300ms'",
                text => LatencyDistribution.TryParse(text, out _, out _) ? null : ""
            ),
            ParameterKind.Failures => Kinds.Checked(
                "none, or failures such as 'error 5% timeout 1% 10s garbled 2%'",
                text => ToolFailures.TryParse(text, out _, out _) ? null : ""
            ),
            _ => parameter.Allowed.Count > 0 ? Kinds.OneOf(parameter.Allowed)
            : parameter.Default is "" ? Kinds.Checked("a text", static _ => null)
            : Kinds.Text(),
        };

    private object? Settings(ParseContext context, MapNode map, string path, ChoiceOption entry)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        var before = context.Count;
        foreach (var (key, given) in ObjectKind.Keys(context, map, path).Where(p => p.Key.Text != "kind"))
        {
            if (entry.Parameters.FirstOrDefault(p => p.Name == key.Text) is not { } parameter)
            {
                context.Fail(key, path, Unknown(entry, key.Text));
            }
            else if (KindOf(parameter).Read(context, given, ObjectKind.Path(path, key.Text)) is { } value)
            {
                values[key.Text] = value;
            }
        }

        foreach (var missing in entry.Parameters.Where(p => p.IsRequired && map.Find(p.Name) is null))
        {
            context.Fail(map, path, $"'{missing.Name}' is missing: {Scalar(missing, _folder).Expected}");
        }

        if (context.Count == before)
        {
            TryCreate(context, map, path, entry, values);
        }

        return new Choice(entry.Name, values);
    }

    private static string Unknown(ChoiceOption entry, string key)
    {
        if (
            key == WorkedExamples.SettingName
            && entry.Name is OpenPromptSource.KindName or VisionSource.ImageKind or VisionSource.VideoKind
        )
        {
            return $"{entry.Name} has no setting '{key}': its problems have no single correct answer to show in an example";
        }

        var known = entry.Parameters.Select(p => p.Name).ToList();
        var hint = Suggestions.Hint(key, known);
        return $"{entry.Name} has no setting {Redaction.Quote(key)}"
            + (
                hint.Length > 0 ? hint
                : known.Count == 0 ? "; it has no settings"
                : "; settings: " + string.Join(", ", known)
            );
    }

    private static void TryCreate(ParseContext context, MapNode map, string path, ChoiceOption entry, Dictionary<string, object> values)
    {
        try
        {
            entry.Create(new Settings(entry.Parameters, values));
        }
        catch (ArgumentException exception)
        {
            context.Fail(map, path, exception.Message);
        }
    }

    private JsonObject Schema(ChoiceOption entry)
    {
        var properties = new JsonObject
        {
            ["kind"] =
                entry.Aliases.Count == 0 ? new JsonObject { ["const"] = entry.Name } : Kinds.OneOf([entry.Name, .. entry.Aliases]).Schema(),
        };
        foreach (var parameter in entry.Parameters)
        {
            properties[parameter.Name] = KindOf(parameter).Schema();
            properties[parameter.Name]!["description"] = parameter.Description;
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["description"] = entry.Summary,
            ["required"] = new JsonArray(["kind", .. entry.Parameters.Where(p => p.IsRequired).Select(p => (JsonNode)p.Name)]),
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
    }
}
