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
}
