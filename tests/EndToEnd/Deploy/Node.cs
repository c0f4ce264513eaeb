using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace AgentLoad.EndToEnd.Deploy;

/// <summary>A value of a manifest; what is not there is null all the way down.</summary>
internal sealed record Node(YamlNode? Yaml)
{
    public string? Text => (Yaml as YamlScalarNode)?.Value;

    public int Number => int.Parse(Text!, CultureInfo.InvariantCulture);

    public bool IsThere => Yaml is not null;

    public IReadOnlyList<Node> Items => Yaml is YamlSequenceNode list ? [.. list.Select(item => new Node(item))] : [];

    public IReadOnlyDictionary<string, Node> Fields =>
        Yaml is YamlMappingNode map
            ? map.ToDictionary(p => ((YamlScalarNode)p.Key).Value!, p => new Node(p.Value))
            : new Dictionary<string, Node>();

    public Node this[string path] =>
        path.Split('/').Aggregate(this, static (node, name) => new Node(node.Fields.GetValueOrDefault(name)?.Yaml));

    public IReadOnlyList<string> Texts => [.. Items.Select(item => item.Text!)];

    public override string ToString() => Yaml?.ToString() ?? "nothing";

    /// <summary>True where every label that is asked for is there.</summary>
    public bool Selects(Node labels) => Fields.All(field => labels.Fields.GetValueOrDefault(field.Key)?.Text == field.Value.Text);
}
