using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Reports.Html.Tasks;

/// <summary>A place in a task's search with all that lies below it: the parts of step keys ("L2/propose/3") are its levels.</summary>
internal sealed class FlameNode(string name, FlameNode? parent)
{
    private const int Deepest = 12,
        LongestName = 60;

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

    /// <summary>Scores that searches gave to its steps: lowest and highest; null where they gave none.</summary>
    public (double Low, double High)? Scores { get; private set; }

    public bool IsCritical { get; private set; }

    /// <summary>Share of the tokens that was wasted; of the steps where no tokens are known.</summary>
    public double Wasted => Tokens > 0 ? (double)WastedTokens / Tokens : (double)WastedSteps / Math.Max(1, Steps);

    public static FlameNode Of(TaskView shown)
    {
        var root = new FlameNode("task", null);
        foreach (var step in shown.Steps)
        {
            root.Add(step);
            var node = root;
            foreach (var part in step.Key.Split('/', Deepest))
            {
                node = node.Child(TerminalText.Truncate(TerminalText.Sanitize(part), LongestName));
                node.Add(step);
            }
        }

        return root;
    }

    /// <summary>The node and all below it, parents first.</summary>
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
