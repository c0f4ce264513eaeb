using System.Globalization;

namespace AgentLoad.Agents.Sessions;

/// <summary>
/// Keys of steps: <c>[L{level}/]{name}[/{index}]</c>, levels and indices from 1. They are the place of a step in the search,
/// so that two runs can be compared whatever ran first. A strategy inside another has its keys behind the key of its place:
/// <c>worker/2/L1/propose/1</c>.
/// </summary>
public static class StepKeys
{
    /// <summary>The only step of its name.</summary>
    public static string Of(string name) => name;

    /// <summary>One of several alike.</summary>
    public static string Of(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}/{index}");

    /// <summary>One of several alike on a level of a search.</summary>
    public static string Of(int level, string name, int index) => string.Create(CultureInfo.InvariantCulture, $"L{level}/{name}/{index}");

    /// <summary>One of several alike that belong to one of several of a level.</summary>
    public static string Of(int level, string name, int index, int sample) =>
        string.Create(CultureInfo.InvariantCulture, $"L{level}/{name}/{index}/{sample}");

    /// <summary>Key of a repetition of a failed call; attempts from 1, of which the first has the key itself.</summary>
    public static string Attempt(string key, int attempt) =>
        attempt == 1 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}#{attempt}");

    /// <summary>Key of a step of a strategy that works inside another, at a place such as "worker/2".</summary>
    public static string Inside(string place, string key) => $"{place}/{key}";

    /// <summary>The innermost level that a key names, or 1 where it names none.</summary>
    public static int LevelOf(string key)
    {
        var rest = key.AsSpan();
        while (rest.Length > 0)
        {
            var part = Last(ref rest);
            if (part is ['L', _, ..] && int.TryParse(part[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var level))
            {
                return level;
            }
        }

        return 1;
    }

    /// <summary>The innermost name in a key ("propose" in "L2/propose/3" and in "worker/2/L2/propose/3").</summary>
    public static string NameOf(string key)
    {
        var rest = key.AsSpan();
        while (rest.Length > 0)
        {
            var part = Last(ref rest);
            foreach (var character in part)
            {
                if (char.IsLower(character))
                {
                    return part.ToString();
                }
            }
        }

        throw new ArgumentException($"the key '{key}' holds no name", nameof(key));
    }

    /// <summary>Takes the last part off a key.</summary>
    private static ReadOnlySpan<char> Last(ref ReadOnlySpan<char> key)
    {
        var slash = key.LastIndexOf('/');
        var part = key[(slash + 1)..];
        key = slash < 0 ? [] : key[..slash];
        return part;
    }
}
