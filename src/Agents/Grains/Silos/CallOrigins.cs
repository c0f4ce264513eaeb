using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>Which silo made how many calls of a task.</summary>
/// <param name="carried">Calls that were made before the task came to this silo; null for none.</param>
/// <param name="remote">Calls of branches on other silos; null for none.</param>
internal sealed class CallOrigins(IReadOnlyDictionary<string, int>? carried, IReadOnlyDictionary<string, int>? remote)
{
    /// <summary>Counts the calls of an outcome: those that were not made elsewhere were made here.</summary>
    public IReadOnlyDictionary<string, int> Of(TaskOutcome outcome, string silo)
    {
        var calls = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (host, count) in (carried ?? Nothing).Concat(remote ?? Nothing))
        {
            calls[host] = calls.GetValueOrDefault(host) + count;
        }

        var all = outcome.Record?.Steps.Count(static step => step.Call is not null) ?? outcome.Snapshot!.Calls;
        calls[silo] = calls.GetValueOrDefault(silo) + Math.Max(0, all - calls.Values.Sum());
        return calls;
    }

    private static IReadOnlyDictionary<string, int> Nothing { get; } = new Dictionary<string, int>();
}
