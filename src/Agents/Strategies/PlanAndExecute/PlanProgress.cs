using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Strategies.PlanAndExecute;

/// <summary>Results of the executed steps.</summary>
internal sealed class PlanProgress
{
    private readonly List<(string Step, string Result)> _results = [];
    private readonly Dictionary<int, string> _ofPlan = [];
    private readonly HashSet<int> _usedSteps = [];

    /// <summary>All steps with a result, of all plans.</summary>
    public IReadOnlyList<(string Step, string Result)> Results => _results;

    /// <summary>Results of the current plan by step number.</summary>
    public IReadOnlyDictionary<int, string> PlanResults => _ofPlan;

    /// <summary>Steps that the next call waits for.</summary>
    public IReadOnlyList<int> Ends { get; private set; } = [];

    /// <summary>Steps that provide the input of the next call.</summary>
    public IReadOnlyList<int> UsedSteps => [.. _usedSteps.Order()];

    /// <summary>True if the last step has no result because calls failed.</summary>
    public bool CallsFailed { get; private set; }

    /// <summary>Replaces the current plan by a new one.</summary>
    public void StartPlan(int step)
    {
        _ofPlan.Clear();
        _usedSteps.Add(step);
        Ends = [step];
    }

    /// <summary>Adds the result of a step.</summary>
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
