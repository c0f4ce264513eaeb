using System.Globalization;
using System.Text;

namespace AgentLoad.Agents.Workloads.Yaml;

/// <summary>Writes nodes as YAML in block style, with quotes if needed.</summary>
internal static class NodeText
{
    public static string Write(MapNode root)
    {
        var text = new StringBuilder();
        WriteMap(text, root, 0, isFirstInline: false);
        return text.ToString();
    }

    /// <summary>Formats a scalar: plain if that reads back unchanged, otherwise in double quotes.</summary>
    public static string Scalar(string value) => IsPlain(value) ? value : Quoted(value);

    private static string Scalar(ScalarNode scalar) =>
        scalar.IsLiteral ? scalar.Text
        : scalar.IsQuoted ? Quoted(scalar.Text)
        : Scalar(scalar.Text);

    private static void WriteMap(StringBuilder text, MapNode map, int indent, bool isFirstInline)
    {
        foreach (var (key, value) in map.Pairs)
        {
            text.Append(' ', isFirstInline ? 0 : indent).Append(Scalar(key.Text)).Append(':');
            isFirstInline = false;
            WriteValue(text, value, indent + 2);
        }
    }

    private static void WriteValue(StringBuilder text, Node value, int indent)
    {
        switch (value)
        {
            case MapNode { Pairs.Count: > 0 } map:
                text.Append('\n');
                WriteMap(text, map, indent, isFirstInline: false);
                break;
            case ListNode { Items.Count: > 0 } list:
                text.Append('\n');
                WriteList(text, list, indent);
                break;
            default:
                text.Append(' ')
                    .Append(
                        value is ScalarNode scalar ? Scalar(scalar)
                        : value is ListNode ? "[]"
                        : "{}"
                    )
                    .Append('\n');
                break;
        }
    }

    private static void WriteList(StringBuilder text, ListNode list, int indent)
    {
        foreach (var item in list.Items)
        {
            text.Append(' ', indent).Append('-');
            if (item is MapNode { Pairs.Count: > 0 } map)
            {
                WriteMap(text.Append(' '), map, indent + 2, isFirstInline: true);
            }
            else
            {
                WriteValue(text, item, indent + 2);
            }
        }
    }

    private static bool IsPlain(string value) =>
        value.Length > 0
        && value is not ("~" or "null")
        && IsPlainStart(value[0])
        && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '/' or '%' or '+' or '=' or '-' or ' ' or ':')
        && !value.EndsWith(' ')
        && !value.EndsWith(':')
        && !value.Contains(": ", StringComparison.Ordinal)
        && !value.StartsWith("---", StringComparison.Ordinal)
        && !value.StartsWith("...", StringComparison.Ordinal);

    private static bool IsPlainStart(char first) => char.IsAsciiLetterOrDigit(first) || first is '/' or '.' or '_';

    private static string Quoted(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
            {
                text.Append('\\').Append(rune);
            }
            else if (rune.Value is >= ' ' and < 127 || Rune.IsLetterOrDigit(rune))
            {
                text.Append(rune);
            }
            else
            {
                text.Append(rune.IsBmp ? "\\u" : "\\U").Append(rune.Value.ToString(rune.IsBmp ? "x4" : "x8", CultureInfo.InvariantCulture));
            }
        }

        return text.Append('"').ToString();
    }
}
