namespace AgentLoad.Client.Reports.Html;

/// <summary>What all pages of the command share.</summary>
internal static class PageParts
{
    /// <summary>The choice between light, dark and what the system says; it needs no script.</summary>
    public static Markup ThemeSelector { get; } =
        new Markup().AddAsset(
            """
            <fieldset class="theme"><legend>Theme</legend><label><input type="radio" name="theme" id="theme-auto" checked>auto</label><label><input type="radio" name="theme" id="theme-light">light</label><label><input type="radio" name="theme" id="theme-dark">dark</label></fieldset>
            """
        );

    /// <summary>The pattern that tells apart without colour.</summary>
    public static Markup HatchPattern { get; } =
        new Markup().AddAsset(
            """
            <svg class="defs" aria-hidden="true"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-back" width="6" height="6"/><rect class="hatch-line" width="2.4" height="6"/></pattern></defs></svg>
            """
        );
}
