using System.Text;
using AgentLoad.Agents.Workloads.Schema;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads;

/// <summary>
/// A commented starter workload: every key with its description, and its default as a comment if the starter does not set it.
/// </summary>
internal static class WorkloadStarter
{
    private const string Head = """
        # An AgentLoad workload. 'agentload validate FILE' checks it, 'agentload run FILE' runs it.
        # A commented key shows its default, or an example if it has no default.
        # ${VAR} and ${VAR:-default} are read from the environment.

        """;

    private static readonly Workload Sample = new()
    {
        Name = "my-workload",
        Groups = [Group("chain-of-thought"), Group("tree-of-thoughts")],
        Load = new() { Agents = 10, Tasks = 50 },
    };

    private static readonly EndpointGroup Server = new() { Urls = [new("http://127.0.0.1:11434")], Model = "llama3.1:8b" };

    /// <summary>The starter as valid YAML.</summary>
    public static string Text { get; } = Write();

    private static string Write()
    {
        var text = new StringBuilder(Head);
        Fields(text, WorkloadSchema.Of(new WorkloadInputs()), Sample, "");
        return text.ToString();
    }

    private static void Fields(StringBuilder text, ObjectKind kind, object held, string margin)
    {
        var empty = kind.CreateDefault();
        foreach (var field in kind.Fields)
        {
            if (margin.Length == 0)
            {
                text.Append('\n');
            }

            text.Append($"{margin}# {field.Description}\n");
            var (value, standard) = (field.Get(held), field.Get(empty));
            if (field.Kind is ObjectKind part && field.Sample is null)
            {
                Fields(Line(text, margin, field.Key), part, value!, margin + "  ");
            }
            else if (field.Kind is MapKind<EndpointGroup> { Item: ObjectKind endpoint })
            {
                Fields(Line(Line(text, margin + "# ", field.Key), margin + "#   ", "default"), endpoint, Server, margin + "#     ");
            }
            else if (field.Kind is ListKind<AgentGroup> { Item: ObjectKind group })
            {
                Groups(Line(text, margin, field.Key), group, (IReadOnlyList<AgentGroup>)value!);
            }
            else if (value is null || Inline(field, value) is var shown && standard is not null && shown == Inline(field, standard))
            {
                text.Append($"{margin}# {field.Key}: {field.Sample ?? Inline(field, value!)}\n");
            }
            else
            {
                text.Append($"{margin}{field.Key}: {Inline(field, value)}\n");
            }
        }
    }

    private static void Groups(StringBuilder text, ObjectKind kind, IReadOnlyList<AgentGroup> groups)
    {
        foreach (var group in groups.SkipLast(1))
        {
            text.Append($"  - name: {group.Name}\n    problem: {group.Problem.Name}\n    strategy: {group.Strategy.Name}\n");
        }

        text.Append("  -\n");
        Fields(text, kind, groups[^1], "    ");
    }

    private static StringBuilder Line(StringBuilder text, string margin, string key) => text.Append($"{margin}{key}:\n");

    private static string Inline(Field field, object value) => Flow(field.Kind.Write(value));

    private static string Flow(Node node) =>
        node switch
        {
            ListNode list => $"[{string.Join(", ", list.Items.Select(Flow))}]",
            MapNode map => $"{{{string.Join(", ", map.Pairs.Select(p => $"{p.Key.Text}: {Flow(p.Value)}"))}}}",
            ScalarNode scalar => NodeText.Scalar(scalar.Text),
            _ => "",
        };

    private static AgentGroup Group(string strategy) =>
        new()
        {
            Name = strategy,
            Problem = new("game24", new Dictionary<string, object>()),
            Strategy = new(strategy, new Dictionary<string, object>()),
        };
}
