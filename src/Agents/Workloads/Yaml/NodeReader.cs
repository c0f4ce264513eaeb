using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AgentLoad.Agents.Workloads.Yaml;

/// <summary>
/// Reads one YAML document into nodes. Works from the parser's events with its own stack and a limit on depth, so that no input
/// overflows the stack; aliases are refused, so that none multiplies.
/// </summary>
internal sealed class NodeReader(Action<Origin, string> fail, string? set = null)
{
    private const int DeepestLevel = 20;

    private readonly Stack<(Node Container, ScalarNode? Key)> _open = new();
    private Node? _root;
    private Origin _last = new(0, set);
    private bool _gaveUp;

    /// <summary>The document's root; null where there is none or an error ended the reading.</summary>
    public Node? Read(string text)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            while (!_gaveUp && parser.MoveNext())
            {
                Take(parser.Current!);
            }
        }
        catch (YamlException exception)
        {
            // Some errors of the parser carry no place: the last line that it understood is near enough.
            GiveUp(
                exception.Start.Line > 0 ? At(exception.Start) : _last,
                "not valid YAML: " + Redaction.Quote(exception.Message).Trim('\'')
            );
        }
        catch (Exception exception)
            when (exception is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            GiveUp(_last, "not valid YAML: check brackets, quotes and indentation from here on");
        }

        return _gaveUp ? null : _root;
    }

    private void Take(ParsingEvent read)
    {
        var origin = _last = At(read.Start);
        switch (read)
        {
            case DocumentStart when _root is not null:
                GiveUp(origin, "a second document begins here: one file holds one workload");
                break;
            case AnchorAlias:
                fail(origin, "anchors and aliases are not supported: write the value out");
                Add(new InvalidNode(origin));
                break;
            case Scalar scalar:
                Add(new ScalarNode(origin, scalar.Value, scalar.Style == ScalarStyle.Plain));
                break;
            case SequenceStart:
                Open(new ListNode(origin));
                break;
            case MappingStart:
                Open(new MapNode(origin));
                break;
            case SequenceEnd or MappingEnd:
                Add(_open.Pop().Container);
                break;
        }
    }

    private void Open(Node container)
    {
        if (_open.Count >= DeepestLevel)
        {
            GiveUp(container.Origin, $"nested deeper than {DeepestLevel} levels");
        }
        else if (_open.TryPeek(out var top) && top is { Container: MapNode, Key: null })
        {
            GiveUp(container.Origin, $"a key must be a text, found {container.Words}");
        }
        else
        {
            _open.Push((container, null));
        }
    }

    private void Add(Node node)
    {
        if (!_open.TryPop(out var top))
        {
            _root = node;
            return;
        }

        if (top.Container is ListNode list)
        {
            list.Items.Add(node);
        }
        else if (top.Key is { } key)
        {
            ((MapNode)top.Container).Pairs.Add(new(key, node));
        }

        _open.Push((top.Container, top is { Container: MapNode, Key: null } ? KeyOf(node) : null));
    }

    private static ScalarNode KeyOf(Node node) => node as ScalarNode ?? new ScalarNode(node.Origin, "*");

    private void GiveUp(Origin origin, string message)
    {
        _gaveUp = true;
        fail(origin, message);
    }

    private Origin At(Mark mark) => set is null ? new((int)Math.Min(mark.Line, int.MaxValue)) : new(0, set);
}
