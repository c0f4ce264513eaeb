namespace AgentLoad.Agents.Workloads.Yaml;

/// <summary>Suggests names similar to a misspelled one.</summary>
internal static class Suggestions
{
    private const int LongestCompared = 40;

    /// <summary>Returns " (did you mean 'x'?)" with up to three similar names, or an empty text.</summary>
    public static string Hint(string found, IEnumerable<string> allowed)
    {
        var near = allowed
            .Select(name => (name, Distance: Distance(found, name)))
            .Where(n => n.Distance <= Math.Max(Math.Min(found.Length, n.name.Length) < 4 ? 1 : 2, n.name.Length / 3))
            .OrderBy(n => n.Distance)
            .Take(3)
            .Select(n => $"'{n.name}'")
            .ToList();
        return near.Count == 0 ? "" : $" (did you mean {string.Join(" or ", near)}?)";
    }

    /// <summary>Joins names as "a, b or c".</summary>
    public static string Or(IEnumerable<string> words)
    {
        var all = words.ToList();
        return all.Count < 2 ? string.Concat(all) : string.Join(", ", all[..^1]) + " or " + all[^1];
    }

    private static int Distance(string left, string right)
    {
        if (left.Length > LongestCompared || right.Length > LongestCompared)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + (same ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[^1];
    }
}
