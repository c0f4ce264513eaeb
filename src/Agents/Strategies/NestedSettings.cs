using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Strategies;

/// <summary>Creates the nested strategies of a strategy's settings.</summary>
internal static class NestedSettings
{
    /// <summary>Creates the nested strategy of a setting.</summary>
    /// <exception cref="ArgumentException">The strategy is unknown or strategies are nested too deeply.</exception>
    public static IStrategy Strategy(this Settings settings, string name) => Create((Choice)settings.Values[name], 2);

    private static IStrategy Create(Choice choice, int depth)
    {
        var entry = StrategyCatalog.Find(choice.Name) ?? throw new ArgumentException($"unknown strategy '{choice.Name}'");
        return Depth(choice) + depth - 1 <= Choice.MaxNesting
            ? entry.Create(new Settings(entry.Parameters, choice.Values))
            : throw new ArgumentException($"strategies are nested more than {Choice.MaxNesting} levels deep");
    }

    private static int Depth(Choice choice) => 1 + choice.Values.Values.OfType<Choice>().Select(Depth).DefaultIfEmpty(0).Max();
}
