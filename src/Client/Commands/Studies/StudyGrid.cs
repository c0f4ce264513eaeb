using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>Expands lists of values in a study into all combinations.</summary>
internal static class StudyGrid
{
    /// <summary>A node with one value per setting, and the values of the swept settings.</summary>
    public sealed record Combination(Node Node, IReadOnlyList<KeyValuePair<string, string>> Swept);

    /// <summary>Returns the combinations of a list of choices.</summary>
    public static IReadOnlyList<Combination> OfList(Node? node) =>
        node switch
        {
            ListNode list => [.. list.Items.SelectMany(item => Of(item, ""))],
            null => [],
            _ => [.. Of(node, "")],
        };

    /// <summary>Expands a list into its values and a mapping into every combination of its values.</summary>
    private static IEnumerable<Combination> Of(Node node, string path) =>
        node switch
        {
            MapNode map => map.Pairs.Aggregate(
                (IEnumerable<Combination>)[new(new MapNode(map.Origin), [])],
                (all, pair) =>
                    all.SelectMany(one =>
                        Of(pair.Value, path.Length == 0 ? pair.Key.Text : $"{path}.{pair.Key.Text}")
                            .Select(value => new Combination(With((MapNode)one.Node, pair.Key, value.Node), [.. one.Swept, .. value.Swept]))
                    )
            ),
            ListNode list => list.Items.SelectMany(item =>
                Of(item, path)
                    .Select(one => one with { Swept = item is ScalarNode scalar ? [KeyValuePair.Create(path, scalar.Text)] : one.Swept })
            ),
            _ => [new(node, [])],
        };

    private static MapNode With(MapNode map, ScalarNode key, Node value)
    {
        var copy = new MapNode(map.Origin);
        copy.Pairs.AddRange(map.Pairs);
        copy.Pairs.Add(new(key, value));
        return copy;
    }
}
