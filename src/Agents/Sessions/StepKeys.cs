using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Sessions;

/// <summary>
/// Keys of steps: <c>[L{level}/]{name}[/{index}]</c>, with levels and indices from 1. A key is the position of a step in the search, so two
/// runs can be compared regardless of execution order. Keys of a nested strategy are prefixed: <c>worker/2/L1/propose/1</c>.
/// </summary>
internal static partial class StepKeys
{
    /// <summary>Returns the key of the only step with a name.</summary>
    public static string Of(string name) => name;

    /// <summary>Returns the key of one of several steps with the same name.</summary>
    public static string Of(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}/{index}");

    /// <summary>Returns the key of one of several steps with the same name on a level of a search.</summary>
    public static string Of(int level, string name, int index) => string.Create(CultureInfo.InvariantCulture, $"L{level}/{name}/{index}");

    /// <summary>Returns the key of one of several samples of a step on a level of a search.</summary>
    public static string Of(int level, string name, int index, int sample) =>
        string.Create(CultureInfo.InvariantCulture, $"L{level}/{name}/{index}/{sample}");

    /// <summary>Returns the key of an attempt of a call, from 1; the first attempt has the key itself.</summary>
    public static string Attempt(string key, int attempt) =>
        attempt == 1 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}#{attempt}");

    /// <summary>Returns the key of a step of a nested strategy with a prefix such as "worker/2".</summary>
    public static string Inside(string place, string key) => $"{place}/{key}";

    /// <summary>Returns the place of the nested strategy that makes a step; null for a step of the task itself.</summary>
    public static string? ParentOf(string key) => Parent().Match(key) is { Success: true } nested ? nested.Groups["parent"].Value : null;

    /// <summary>Returns the number of nested strategies around a step.</summary>
    public static int DepthOf(string key)
    {
        var depth = 0;
        for (var place = ParentOf(key); place is not null; place = ParentOf(place))
        {
            depth++;
        }

        return depth;
    }

    /// <summary>Returns the innermost level of a key; 1 if it has none.</summary>
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

    /// <summary>Returns the innermost name of a key ("propose" in "L2/propose/3" and in "worker/2/L2/propose/3").</summary>
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

    /// <summary>Removes and returns the last part of a key.</summary>
    private static ReadOnlySpan<char> Last(ref ReadOnlySpan<char> key)
    {
        var slash = key.LastIndexOf('/');
        var part = key[(slash + 1)..];
        key = slash < 0 ? [] : key[..slash];
        return part;
    }

    [GeneratedRegex(@"^(?<parent>.+?)/(L\d+/)?(?!L\d+/)\D[^/]*(/\d+)*(#\d+)?$", RegexOptions.None, 1000)]
    private static partial Regex Parent();
}
