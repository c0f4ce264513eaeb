using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AgentLoad.Client.Reports.Html;

/// <summary>Definitions of <c>docs/reference/metrics.md</c>, embedded in the command: the page and the documentation say the same.</summary>
internal static partial class Glossary
{
    private static readonly Lazy<FrozenDictionary<string, string>> Definitions = new(() =>
        Row().Matches(PageAssets.Text("metrics.md")).ToFrozenDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value)
    );

    /// <summary>Every name with its definition.</summary>
    public static IReadOnlyDictionary<string, string> All => Definitions.Value;

    /// <summary>A word whose definition shows when it is hovered or focused.</summary>
    /// <param name="name">Name in the glossary.</param>
    /// <param name="shown">The word; the name itself where null.</param>
    public static Markup Term(string name, string? shown = null) =>
        Markup.Of(
            $"""<span class="term" tabindex="0">{shown ?? name}<span class="def" role="tooltip"><b>{name}</b> {All[name]}</span></span>"""
        );

    [GeneratedRegex("^\\| `([^`]+)` \\| (.+) \\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
