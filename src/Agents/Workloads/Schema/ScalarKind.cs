using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>A value written as one text, number or flag.</summary>
/// <param name="words">The allowed values, for messages.</param>
/// <param name="parse">Parses a text; returns null if it is invalid.</param>
/// <param name="format">Formats a value.</param>
/// <param name="schema">JSON schema of the value as written.</param>
internal sealed class ScalarKind(string words, Func<string, object?> parse, Func<object, string> format, Func<JsonObject> schema) : Kind
{
    /// <summary>Returns an additional hint for an invalid value; null if the expected values are sufficient.</summary>
    public Func<string, string>? Hint { get; init; }

    /// <summary>True if the value must come from the environment and must not appear in messages.</summary>
    public bool IsSecret { get; init; }

    public override string Expected => words;

    public override object? Read(ParseContext context, Node node, string path)
    {
        if (node is InvalidNode)
        {
            return null;
        }

        if (node is not ScalarNode scalar)
        {
            return context.Fail(node, path, $"expected {words}, found {node.DisplayText}");
        }

        if (scalar.IsNull)
        {
            return context.Fail(node, path, $"has no value: expected {words}, or leave the key out");
        }

        if (IsSecret && context.RemoteKeyVariable(scalar) is { } variable)
        {
            return new Secret(variable, null);
        }

        if (context.Expand(scalar, path) is not { } expansion)
        {
            return null;
        }

        if (IsSecret)
        {
            return ReadSecret(context, scalar, expansion, path);
        }

        return parse(expansion.Text!)
            ?? context.Fail(node, path, $"expected {words}, found {ParseContext.Found(scalar, expansion)}{HintFor(expansion)}");
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

    /// <summary>Returns no hint for values of variables that may be secret, because hints quote the value.</summary>
    private string? HintFor(Expansion expansion) => expansion.Variables.Any(Redaction.IsSecretName) ? null : Hint?.Invoke(expansion.Text!);

    private static object? ReadSecret(ParseContext context, ScalarNode node, Expansion expansion, string path)
    {
        if (node.Text == Redaction.Mark || expansion.Text!.Length == 0)
        {
            return new Secret("", "");
        }

        if (expansion.Literal.Length == 0 && HeaderText.ErrorOf(expansion.Text!.Trim()) is { } error)
        {
            return context.Fail(node, path, $"the API key in {string.Join(", ", expansion.Variables)} {error}");
        }

        return expansion.Literal.Length == 0 && expansion.Variables.Count == 1
            ? new Secret(expansion.Variables[0], expansion.Text)
            : context.Fail(node, path, "API keys must not be in a file: set an environment variable and write ${NAME_OF_THE_VARIABLE}");
    }
}
