using System.Globalization;
using System.Text;
using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Workloads.Schema;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads;

/// <summary>Creates the reference page of workload files, in Markdown.</summary>
internal static class WorkloadReference
{
    private const string Head = """
        # Workload files

        A workload defines agents, their problems, the model servers and the load. It is a UTF-8 YAML file of at most 1 MB.
        `agentload init` creates a starter workload, `agentload validate FILE` checks a file, `agentload run FILE` runs it.
        This page and [workload.schema.json](workload.schema.json) are generated from the code that reads workloads.

        - **Environment.** `${VAR}` and `${VAR:-default}` in a value are replaced. A variable that is not set and has no default is an
          error. `$${` is an escaped `${`.
        - **API keys** are written as `${NAME}` and read from the environment. They are never saved or shown.
        - **Durations** have a unit: `250ms`, `30s`, `5m`, `1h30m`, `2d`. **Shares** are written as `10%` or `0.1`.
        - **Command line.** `--set path=value` replaces a value before the workload is validated: `--set load.agents=50`,
          `--set groups[0].strategy.breadth=3`.
        - **Not supported:** anchors and aliases, multiple documents in one file.

        """;

    /// <summary>Creates the page with the names that the inputs allow.</summary>
    public static string Create(WorkloadInputs inputs)
    {
        var page = new StringBuilder(Head);
        Section(page, WorkloadSchema.Of(inputs), "The file", []);
        Catalogue(page, "Problems", "Verified by", inputs.Problems);
        Catalogue(page, "Strategies", "Calls", inputs.Strategies);
        return page.ToString();
    }

    private static void Section(StringBuilder page, ObjectKind kind, string title, HashSet<string> shown)
    {
        page.Append($"\n## {title}\n\n{kind.Description}\n\n| Key | Value | Default | Description |\n|---|---|---|---|\n");
        var empty = kind.CreateDefault();
        foreach (var field in kind.Fields)
        {
            page.Append($"| `{field.Key}` | {Cell(Allowed(field.Kind))} | {Cell(Default(field, empty))} | {Cell(field.Description)} |\n");
        }

        foreach (var (field, part) in kind.Fields.Select(f => (f, NestedObject(f.Kind))))
        {
            if (part is not null && shown.Add(part.Name))
            {
                Section(page, part, part.Name == field.Key ? part.Name : $"{part.Name}, in {field.Key}", shown);
            }
        }
    }

    private static ObjectKind? NestedObject(Kind kind) =>
        (kind.Item ?? kind) is RoleKind role ? role.Long : (kind.Item ?? kind) as ObjectKind;

    private static string Allowed(Kind kind) =>
        kind switch
        {
            { Item: RoleKind } => "names, each with the name of an endpoint or a mapping, see role",
            ObjectKind part => $"a mapping, see {part.Name}",
            { Item: ObjectKind item } => kind.GetType().GetGenericTypeDefinition() == typeof(ListKind<>)
                ? $"a list, see {item.Name}"
                : $"names, each with a mapping, see {item.Name}",
            _ => kind.Expected,
        };

    private static string Default(Field field, object empty) =>
        field.IsRequired
            ? "required"
            : field.DefaultNote
                ?? (
                    field.Kind is ObjectKind && field.Get(empty) is not null ? "the defaults"
                    : field.Get(empty) is { } value ? InlineText(field.Kind.Write(value))
                    : "none"
                );

    private static string InlineText(Node node) =>
        node switch
        {
            ScalarNode scalar => $"`{scalar.Text}`",
            ListNode { Items.Count: > 0 } list => string.Join(", ", list.Items.Select(InlineText)),
            _ => "none",
        };

    private static void Catalogue<T>(StringBuilder page, string title, string formula, IReadOnlyList<Entry<T>> entries)
    {
        page.Append($"\n## {title}\n");
        foreach (var entry in entries)
        {
            page.Append($"\n### {entry.Name}\n\n{entry.Summary}\n\n- {formula}: {entry.Formula}\n- Source: {entry.Source}\n");
            if (entry.Parameters.Count > 0)
            {
                page.Append("\n| Setting | Value | Default | Description |\n|---|---|---|---|\n");
            }

            foreach (var parameter in entry.Parameters)
            {
                var missing = parameter.IsRequired ? "required" : Text(parameter.Default);
                page.Append(
                    $"| `{parameter.Name}` | {Cell(ChoiceKind.ExpectedFor(parameter))} | {missing} | {Cell(parameter.Description)} |\n"
                );
            }
        }
    }

    private static string Text(object value) =>
        value switch
        {
            bool flag => flag ? "`true`" : "`false`",
            Choice { Values.Count: 0 } choice => $"`{choice.Name}`",
            Choice choice => $"`{choice.Name}` with {string.Join(", ", choice.Values.Select(v => $"{v.Key} {Text(v.Value)}"))}",
            "" => "none",
            _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
        };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
