using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.PlanAndExecute;

/// <summary>What came of the steps so far, and where the next one begins.</summary>
internal sealed class PlanProgress
{
    private readonly List<(string Step, string Result)> _results = [];
    private readonly Dictionary<int, string> _ofPlan = [];
    private readonly HashSet<int> _usedSteps = [];

    /// <summary>Every step that came to something, over all plans.</summary>
    public IReadOnlyList<(string Step, string Result)> Results => _results;

    /// <summary>Results of the present plan by number.</summary>
    public IReadOnlyDictionary<int, string> PlanResults => _ofPlan;

    /// <summary>What the next call waits for.</summary>
    public IReadOnlyList<int> Ends { get; private set; } = [];

    /// <summary>Steps whose results the next call reads.</summary>
    public IReadOnlyList<int> UsedSteps => [.. _usedSteps.Order()];

    /// <summary>True where the last step came to nothing because calls failed.</summary>
    public bool CallsFailed { get; private set; }

    /// <summary>A new plan takes the place of the one before.</summary>
    public void StartPlan(int step)
    {
        _ofPlan.Clear();
        _usedSteps.Add(step);
        Ends = [step];
    }

    /// <summary>A step of the plan was done.</summary>
    public void CompleteStep(int number, string text, NestedAnswer result)
    {
        Ends = result.LeafSteps;
        CallsFailed = result.CallsFailed;
        if (result.Text is { } found)
        {
            _results.Add((text, found));
            _ofPlan[number] = found;
            _usedSteps.UnionWith(result.Steps);
        }
    }
}
