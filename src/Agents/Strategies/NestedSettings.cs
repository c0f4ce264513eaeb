using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Strategies;

/// <summary>Makes the strategies that a strategy's settings name.</summary>
public static class NestedSettings
{
    /// <summary>The strategy that a setting names, with its own settings.</summary>
    /// <exception cref="ArgumentException">There is no such strategy, or strategies stand too deep in one another.</exception>
    public static IStrategy Strategy(this Settings settings, string name) => Create((Choice)settings.Values[name], 2);

    private static IStrategy Create(Choice choice, int depth)
    {
        var entry = StrategyCatalog.Find(choice.Name) ?? throw new ArgumentException($"there is no strategy '{choice.Name}'");
        return Depth(choice) + depth - 1 <= Choice.MaxNesting
            ? entry.Create(new Settings(entry.Parameters, choice.Values))
            : throw new ArgumentException($"strategies may stand at most {Choice.MaxNesting} deep in one another");
    }

    private static int Depth(Choice choice) => 1 + choice.Values.Values.OfType<Choice>().Select(Depth).DefaultIfEmpty(0).Max();
}
