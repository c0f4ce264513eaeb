using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AgentLoad.Agents.Workloads.Yaml;

/// <summary>
/// Reads one YAML document into nodes. It processes the parser's events with its own stack and a depth limit, so that no input overflows
/// the stack. Aliases are rejected, so that no input expands exponentially.
/// </summary>
internal sealed class NodeReader(Action<Origin, string> fail, OverrideOrigin? source = null)
{
    private const int MaxDepth = 20;

    private readonly Stack<(Node Container, ScalarNode? Key)> _open = new();
    private Node? _root;
    private Origin _last = new(0, source);
    private bool _aborted;

    /// <summary>Reads a document and returns its root; null if it is empty or invalid.</summary>
    public Node? Read(string text)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            while (!_aborted && parser.MoveNext())
            {
                Process(parser.Current!);
            }
        }
        catch (YamlException exception)
        {
            var (line, hint) = SyntaxErrors.Locate(text, (int)Math.Min(exception.Start.Line, int.MaxValue), exception.Message);

            // Some parser errors have no position: the last line that was parsed is close enough.
            Abort(line > 0 ? At(line) : _last, $"not valid YAML: {Redaction.Quote(exception.Message).Trim('\'')}{hint}");
        }
        catch (Exception exception)
            when (exception is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            Abort(_last, "not valid YAML: check brackets, quotes and indentation after this line");
        }

        return _aborted ? null : _root;
    }

    private void Process(ParsingEvent read)
    {
        var origin = _last = At(read.Start);
        switch (read)
        {
            case DocumentStart when _root is not null:
                Abort(origin, "a second document starts here: a file contains one workload");
                break;
            case AnchorAlias:
                fail(origin, "anchors and aliases are not supported: repeat the value");
                Add(new InvalidNode(origin));
                break;
            case Scalar scalar:
                Add(
                    new ScalarNode(origin, scalar.Value, scalar.Style == ScalarStyle.Plain) { IsQuoted = scalar.Style != ScalarStyle.Plain }
                );
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
        if (_open.Count >= MaxDepth)
        {
            Abort(container.Origin, $"nested deeper than {MaxDepth} levels");
        }
        else if (_open.TryPeek(out var top) && top is { Container: MapNode, Key: null })
        {
            Abort(container.Origin, $"a key must be a text, found {container.DisplayText}");
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

    private void Abort(Origin origin, string message)
    {
        _aborted = true;
        fail(origin, message);
    }

    private Origin At(Mark mark) => At((int)Math.Min(mark.Line, int.MaxValue));

    private Origin At(int line) => source is null ? new(line) : new(0, source);
}
