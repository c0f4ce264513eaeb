using AgentLoad.Client.Reports.Html;

namespace AgentLoad.Client.Reports.Plots;

/// <summary>A plot that is drawn in a page, and exported as an SVG image for papers.</summary>
/// <param name="Id">Name of the exported file, unique in a report.</param>
/// <param name="Title">Heading.</param>
internal abstract record ReportPlot(string Id, string Title)
{
    /// <summary>Returns the plot as a figure of a page; it follows the theme and the width of the page.</summary>
    public abstract Markup Draw();

    /// <summary>Returns the plot as a self-contained SVG image with a white background.</summary>
    /// <param name="note">Text below the plot, such as "simulated"; null for none.</param>
    public abstract string ToSvg(string? note);
}
