using System.Collections.Concurrent;

namespace AgentLoad.Agents.Telemetry;

/// <summary>
/// Limits the cardinality of a metric label. Names beyond the limit are reported as <see cref="Other"/>, so the number of series stays
/// bounded for the life of the process.
/// </summary>
/// <param name="limit">Maximum number of distinct names.</param>
internal sealed class BoundedNames(int limit)
{
    /// <summary>Label value of names beyond the limit.</summary>
    public const string Other = "other";

    private const int MaxLength = 80;

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Returns the label value of a name.</summary>
    public string Of(string name) => _names.TryGetValue(name, out var known) ? known : Add(name);

    private string Add(string name)
    {
        // Names beyond the limit are not stored, because that would use unbounded memory.
        lock (_names)
        {
            return _names.TryGetValue(name, out var known) ? known
                : _names.Count < limit ? _names[name] = name.Length <= MaxLength ? name : name[..MaxLength]
                : Other;
        }
    }
}
