using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Shape;

/// <summary>A value written as one text, number or flag.</summary>
/// <param name="words">What is allowed.</param>
/// <param name="parse">The value in a text, or null.</param>
/// <param name="format">The text of a value.</param>
/// <param name="schema">JSON schema of the value as written.</param>
internal sealed class ScalarKind(string words, Func<string, object?> parse, Func<object, string> format, Func<JsonObject> schema) : Kind
{
    /// <summary>Says what is wrong with a value that does not parse, where more can be said than what is allowed.</summary>
    public Func<string, string>? Hint { get; init; }

    /// <summary>True where no message may show the value, and it may come from the environment only.</summary>
    public bool IsSecret { get; init; }

    public override string Words => words;

    public override object? Read(Reading reading, Node node, string path)
    {
        if (node is InvalidNode)
        {
            return null;
        }

        if (node is not ScalarNode scalar)
        {
            return reading.Fail(node, path, $"expected {words}, found {node.Words}");
        }

        if (scalar.IsNull)
        {
            return reading.Fail(node, path, $"has no value: expected {words}, or leave the key out");
        }

        if (IsSecret && reading.KeyElsewhere(scalar) is { } variable)
        {
            return new Secret(variable, null);
        }

        if (reading.Expand(scalar, path) is not { } expansion)
        {
            return null;
        }

        if (IsSecret)
        {
            return ReadSecret(reading, scalar, expansion, path);
        }

        return parse(expansion.Text!)
            ?? reading.Fail(node, path, $"expected {words}, found {Reading.Found(scalar, expansion)}{HintFor(expansion)}");
    }

    public override Node Write(object value) =>
        new ScalarNode(default, IsSecret ? format(value) : Expansion.Escape(format(value)), isPlain: false);

    public override JsonObject Schema()
    {
        var own = schema();
        return own["type"] is JsonValue type && (string?)type == "string" && !own.ContainsKey("enum") && !own.ContainsKey("pattern")
            ? own
            : new JsonObject { ["anyOf"] = new JsonArray(own, new JsonObject { ["type"] = "string", ["pattern"] = @"\$\{" }) };
    }

    /// <summary>Hints quote the value, so there is none where it came from a variable that may be secret.</summary>
    private string? HintFor(Expansion expansion) => expansion.Variables.Any(Redaction.IsSecretName) ? null : Hint?.Invoke(expansion.Text!);

    private static object? ReadSecret(Reading reading, ScalarNode node, Expansion expansion, string path)
    {
        if (node.Text == Redaction.Mark || expansion.Text!.Length == 0)
        {
            return new Secret("", "");
        }

        return expansion.Literal.Length == 0 && expansion.Variables.Count == 1
            ? new Secret(expansion.Variables[0], expansion.Text)
            : reading.Fail(
                node,
                path,
                "a key does not belong into a file: put it into an environment variable and write ${NAME_OF_THE_VARIABLE}"
            );
    }
}
