using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>The value of an HTTP header: text, or a secret from the environment.</summary>
internal sealed class HeaderKind : Kind
{
    public override string Expected => "the value of a header, or ${NAME}";

    public override object? Read(ParseContext context, Node node, string path)
    {
        if (node is InvalidNode)
        {
            return null;
        }

        if (node is not ScalarNode scalar || scalar.IsNull)
        {
            return context.Fail(node, path, $"expected {Expected}, found {node.DisplayText}");
        }

        if (context.RemoteKeyVariable(scalar) is { } remote)
        {
            return new Secret(remote, null);
        }

        if (context.Expand(scalar, path) is not { } expansion)
        {
            return null;
        }

        var text = expansion.Text!.Trim();
        if (HeaderText.ErrorOf(text) is { } error)
        {
            var origin = expansion.Variables.Count == 0 ? "the value" : $"the value of {string.Join(", ", expansion.Variables)}";
            return context.Fail(node, path, $"{origin} {error}");
        }

        if (expansion.Literal.Length == 0 && expansion.Variables.Count == 1)
        {
            return new Secret(expansion.Variables[0], text);
        }

        return expansion.Variables.Any(Redaction.IsSecretName)
            ? context.Fail(
                node,
                path,
                "a secret must be the whole value: write ${NAME_OF_THE_VARIABLE} and put the prefix into the variable"
            )
            : Secret.Literal(text);
    }

    public override Node Write(object value)
    {
        var header = (Secret)value;
        return new ScalarNode(
            default,
            header.Variable.Length > 0 ? header.ToString() : Expansion.Escape(header.ToString()),
            isPlain: false
        );
    }

    public override JsonObject Schema() => new() { ["type"] = "string" };
}
