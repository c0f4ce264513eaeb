using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Reports.Html.Tasks;

/// <summary>Node of a flame graph. Levels are the segments of step keys ("L2/propose/3").</summary>
internal sealed class FlameNode(string name, FlameNode? parent)
{
    private const int MaxDepth = 12,
        MaxNameLength = 60;

    private readonly Dictionary<string, FlameNode> _children = new(StringComparer.Ordinal);

    public string Name => name;

    public FlameNode? Parent => parent;

    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    public IEnumerable<FlameNode> Children => _children.Values;

    public int Steps { get; private set; }

    public long Tokens { get; private set; }

    public long WastedTokens { get; private set; }

    public int WastedSteps { get; private set; }

    public double Seconds { get; private set; }

    /// <summary>Lowest and highest score of the steps; null if no step has a score.</summary>
    public (double Low, double High)? Scores { get; private set; }

    public bool IsCritical { get; private set; }

    /// <summary>Wasted share of the tokens, or of the steps if no tokens are known.</summary>
    public double Wasted => Tokens > 0 ? (double)WastedTokens / Tokens : (double)WastedSteps / Math.Max(1, Steps);

    public static FlameNode Of(TaskView shown)
    {
        var root = new FlameNode("task", null);
        foreach (var step in shown.Steps)
        {
            root.Add(step);
            var node = root;
            foreach (var part in step.Key.Split('/', MaxDepth))
            {
                node = node.Child(TerminalText.Truncate(TerminalText.Sanitize(part), MaxNameLength));
                node.Add(step);
            }
        }

        return root;
    }

    /// <summary>Returns the node and its descendants, parents first.</summary>
    public IEnumerable<FlameNode> All() => Children.SelectMany(child => child.All()).Prepend(this);

    private FlameNode Child(string part)
    {
        if (!_children.TryGetValue(part, out var child))
        {
            _children[part] = child = new FlameNode(part, this);
        }

        return child;
    }

    private void Add(StepRecord step)
    {
        var tokens = Data.Tokens.Of(step.Call) ?? 0;
        Steps++;
        Tokens += tokens;
        Seconds += TaskView.SecondsOf(step);
        IsCritical |= step.OnCriticalPath;
        if (step.Score is { } score)
        {
            Scores = Scores is { } known ? (Math.Min(known.Low, score), Math.Max(known.High, score)) : (score, score);
        }

        if (step.OnAnswerPath)
        {
            return;
        }

        WastedSteps++;
        WastedTokens += tokens;
    }
}
