using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AgentLoad.Client.Reports.Html;

/// <summary>Definitions of <c>docs/reference/metrics.md</c>, embedded as a resource so that the page and the documentation agree.</summary>
internal static partial class Glossary
{
    private static readonly Lazy<FrozenDictionary<string, string>> Definitions = new(() =>
        Row().Matches(PageAssets.Text("metrics.md")).ToFrozenDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value)
    );

    /// <summary>All terms with their definitions.</summary>
    public static IReadOnlyDictionary<string, string> All => Definitions.Value;

    /// <summary>Returns a term with its definition as a tooltip.</summary>
    /// <param name="name">Term in the glossary.</param>
    /// <param name="shown">Text to show; the term if null.</param>
    public static Markup Term(string name, string? shown = null) =>
        Markup.Of(
            $"""<span class="term" tabindex="0">{shown ?? name}<span class="def" role="tooltip"><b>{name}</b> {All[name]}</span></span>"""
        );

    /// <summary>Returns a text with the definition of a term as a tooltip; the text alone if the term is null or unknown.</summary>
    public static Markup TermOrText(string? name, string shown) =>
        name is not null && All.ContainsKey(name) ? Term(name, shown) : Markup.Of($"{shown}");

    [GeneratedRegex("^\\| `([^`]+)` \\| (.+) \\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
