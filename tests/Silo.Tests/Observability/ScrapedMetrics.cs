using System.Text.RegularExpressions;

namespace AgentLoad.Silo.Tests.Observability;

/// <summary>What scrapes showed: names of series with at least one value, each with the labels that it had.</summary>
internal sealed partial class ScrapedMetrics
{
    private readonly Dictionary<string, HashSet<string>> _labels = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _labels.Keys;

    /// <summary>Takes in a scrape.</summary>
    public void Add(string scrape)
    {
        foreach (Match sample in Sample().Matches(scrape))
        {
            if (!_labels.TryGetValue(sample.Groups["name"].Value, out var labels))
            {
                _labels.Add(sample.Groups["name"].Value, labels = new HashSet<string>(StringComparer.Ordinal));
            }

            labels.UnionWith(sample.Groups["label"].Captures.Select(label => label.Value));
        }
    }

    /// <summary>True where a series of this name, or of a histogram of this name, had a value.</summary>
    public bool Has(string name) =>
        _labels.ContainsKey(name)
        || (_labels.ContainsKey($"{name}_bucket") && _labels.ContainsKey($"{name}_sum") && _labels.ContainsKey($"{name}_count"));

    /// <summary>True where a series of this name had this label.</summary>
    public bool Has(string name, string label) => _labels.TryGetValue(name, out var labels) && labels.Contains(label);

    [GeneratedRegex("""^(?<name>[a-z_]+)(?:\{(?:(?<label>\w+)="(?:[^"\\]|\\.)*",?)*\})? [^ ]+$""", RegexOptions.Multiline)]
    private static partial Regex Sample();
}
