namespace AgentLoad.Client.Reports.Html;

/// <summary>Parts shared by all HTML pages.</summary>
internal static class PageParts
{
    /// <summary>Selector for light, dark or system theme; works without a script.</summary>
    public static Markup ThemeSelector { get; } =
        new Markup().AddAsset(
            """
            <fieldset class="theme"><legend>Theme</legend><label><input type="radio" name="theme" id="theme-auto"
            checked>auto</label><label><input type="radio" name="theme" id="theme-light">light</label><label><input type="radio"
            name="theme" id="theme-dark">dark</label></fieldset>
            """
        );

    /// <summary>Hatch pattern that distinguishes areas without color.</summary>
    public static Markup HatchPattern { get; } =
        new Markup().AddAsset(
            """
            <svg class="defs" aria-hidden="true"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"><rect class="hatch-back" width="6" height="6"/><rect class="hatch-line" width="2.4"
            height="6"/></pattern></defs></svg>
            """
        );

    /// <summary>Note on the page of a simulated result.</summary>
    public static Markup SimulatedNote =>
        Markup.Of(
            $"""<p class="note simulated"><b>{Glossary.Term("simulated", "Simulated")}</b> Model servers were """
                + $"""simulated; no GPU was used. All metrics describe the simulation.</p>"""
        );

    /// <summary>Content that is shown on demand.</summary>
    public static Markup Fold(string summary, Markup content) =>
        Markup.Of($"""<details class="fold"><summary>{summary}</summary>{content}</details>""");
}
