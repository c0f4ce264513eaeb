using System.Collections.Concurrent;

namespace AgentLoad.Agents.Telemetry;

/// <summary>
/// Names that become labels of metrics. A workload may name as much as it likes; past the limit every further name is
/// <see cref="Other"/>, so that series stay bounded for as long as the process lives.
/// </summary>
/// <param name="limit">Most names that are kept apart.</param>
public sealed class BoundedNames(int limit)
{
    /// <summary>All names past the limit.</summary>
    public const string Other = "other";

    private const int Longest = 80;

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>The name as a label has it.</summary>
    public string Of(string name) => _names.TryGetValue(name, out var known) ? known : Add(name);

    private string Add(string name)
    {
        // Names past the limit are not remembered: that would be a series of its own kind, in memory.
        lock (_names)
        {
            return _names.TryGetValue(name, out var known) ? known
                : _names.Count < limit ? _names[name] = name.Length <= Longest ? name : name[..Longest]
                : Other;
        }
    }
}
