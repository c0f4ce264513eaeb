using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Workloads.Yaml;

/// <summary>Applies an override, such as "groups[0].strategy.breadth=3", to a document.</summary>
internal static partial class SetPath
{
    private const string Form = "expected path=value, such as load.agents=50 or groups[0].strategy.breadth=3";

    /// <summary>
    /// Returns the document with the value set. Errors contain the path of the override, but not its value, which may be a secret.
    /// </summary>
    public static Node Apply(ParseContext context, Node root, WorkloadOverride change)
    {
        var argument = change.Text;
        var at = argument.IndexOf('=');
        var path = at > 0 ? argument[..at].Trim() : "";
        if (!PathForm().IsMatch(path))
        {
            context.Fail(new Origin(0, new(change.Option, Redaction.Quote(at < 0 ? argument : path))), "", Form);
            return root;
        }

        var origin = new Origin(0, new(change.Option, path));
        var value = Value(context, argument[(at + 1)..], origin);
        var steps = Step().Matches(path).Select(m => m.Value.Trim('.')).ToList();
        return Put(context, root, steps, 0, value, origin);
    }

    private static Node Value(ParseContext context, string text, Origin origin)
    {
        if (text.Length == 0 || text[0] is not ('[' or '{' or '"' or '\''))
        {
            return new ScalarNode(origin, text);
        }

        var before = context.Count;
        var read = new NodeReader((where, message) => context.Fail(where, "", message), origin.Override).Read(text);
        return context.Count > before ? new InvalidNode(origin) : read ?? new ScalarNode(origin, "");
    }

    private static Node Put(ParseContext context, Node? node, List<string> steps, int step, Node value, Origin origin)
    {
        if (step == steps.Count)
        {
            return value;
        }

        return steps[step][0] == '['
            ? PutItem(context, node, steps, step, value, origin)
            : PutKey(context, node, steps, step, value, origin);
    }

    private static Node PutItem(ParseContext context, Node? node, List<string> steps, int step, Node value, Origin origin)
    {
        var list = node is null or ScalarNode { IsNull: true } ? new ListNode(origin) : node as ListNode;
        var index = int.Parse(steps[step].AsSpan(1, steps[step].Length - 2), CultureInfo.InvariantCulture);
        if (list is null || index > list.Items.Count)
        {
            context.Fail(
                origin,
                "",
                list is null
                    ? $"{steps[step]} requires a list, found {node!.DisplayText}"
                    : $"{steps[step]} is out of range: the list has {list.Items.Count} items"
            );
            return node!;
        }

        var put = Put(context, index < list.Items.Count ? list.Items[index] : null, steps, step + 1, value, origin);
        if (index < list.Items.Count)
        {
            list.Items[index] = put;
        }
        else
        {
            list.Items.Add(put);
        }

        return list;
    }

    private static Node PutKey(ParseContext context, Node? node, List<string> steps, int step, Node value, Origin origin)
    {
        var map = node switch
        {
            null or ScalarNode { IsNull: true } => new MapNode(origin),
            MapNode found => found,
            // "strategy: direct" is short for "strategy: {kind: direct}", which accepts settings.
            ScalarNode when IsChoice(steps, step) => new MapNode(origin).With("kind", node),
            _ => null,
        };
        if (map is null)
        {
            context.Fail(origin, "", $"'{steps[step]}' requires a mapping, found {node!.DisplayText}");
            return node!;
        }

        // 'url' and 'urls' replace each other.
        if (steps[step] is "url" or "urls")
        {
            map.Pairs.RemoveAll(p => p.Key.Text is "url" or "urls" && p.Key.Text != steps[step]);
        }

        var at = map.Pairs.FindIndex(p => p.Key.Text == steps[step]);
        var put = Put(context, at < 0 ? null : map.Pairs[at].Value, steps, step + 1, value, origin);
        var pair = new KeyValuePair<ScalarNode, Node>(new ScalarNode(origin, steps[step]), put);
        if (at < 0)
        {
            map.Pairs.Add(pair);
        }
        else if (step == steps.Count - 1)
        {
            map.Pairs[at] = pair;
        }
        else
        {
            map.Pairs[at] = new(map.Pairs[at].Key, put);
        }

        return map;
    }

    /// <summary>
    /// True if the previous steps lead to a problem, a strategy, or a setting of a strategy, which may be a strategy itself.
    /// </summary>
    private static bool IsChoice(List<string> steps, int step) =>
        step > 0 && (steps[step - 1] is "strategy" or "problem" || steps.IndexOf("strategy") is >= 0 and var at && at < step - 1);

    [GeneratedRegex(
        @"^[\p{L}\p{N}_-]+(\[[0-9]{1,6}\])*(\.[\p{L}\p{N}_-]+(\[[0-9]{1,6}\])*)*$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex PathForm();

    [GeneratedRegex(@"\[[0-9]+\]|[^.\[\]]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Step();
}
