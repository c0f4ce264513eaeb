using AgentLoad.Measurement.Slo;

namespace AgentLoad.Agents.Workloads.Yaml;

/// <summary>Suggests names similar to a misspelled one.</summary>
internal static class Suggestions
{
    private const int LongestCompared = 40;

    /// <summary>Returns " (did you mean 'x'?)" with up to three similar names, or an empty text.</summary>
    public static string Hint(string found, IEnumerable<string> allowed)
    {
        var word = found.TrimStart('-');
        var near = allowed
            .Select(name => (Name: name, Word: name.TrimStart('-')))
            .Select(option => (option.Name, Distance: DistanceOf(word, option.Word), Limit: LimitOf(word, option.Word)))
            .Where(option => option.Distance <= option.Limit)
            .OrderBy(option => option.Distance)
            .Take(3)
            .Select(option => $"'{option.Name}'")
            .ToList();
        return near.Count == 0 ? "" : $" (did you mean {string.Join(" or ", near)}?)";
    }

    /// <summary>Joins names as "a, b or c".</summary>
    public static string Or(IEnumerable<string> words)
    {
        var all = words.ToList();
        return all.Count < 2 ? string.Concat(all) : string.Join(", ", all[..^1]) + " or " + all[^1];
    }

    private static int LimitOf(string left, string right) =>
        Math.Min(left.Length, right.Length) switch
        {
            1 => 0,
            < 4 => Math.Max(1, right.Length / 3),
            _ => Math.Max(2, right.Length / 3),
        };

    private static int DistanceOf(string left, string right) =>
        left.Length > LongestCompared || right.Length > LongestCompared ? int.MaxValue : EditDistance.Between(left, right);
}
