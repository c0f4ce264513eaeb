using System.Text.Json.Nodes;

namespace AgentLoad.Client.Reports.Html;

/// <summary>
/// A report as one self-contained HTML page. It makes no requests; its content security policy admits only the embedded style sheet and
/// script, by their hashes.
/// </summary>
internal sealed record ReportPage
{
    /// <summary>Name of the result.</summary>
    public required string Name { get; init; }

    /// <summary>Kind of the report in the title of the page: run, sweep, study or comparison.</summary>
    public required string Kind { get; init; }

    /// <summary>True if a model server was simulated.</summary>
    public required bool Simulated { get; init; }

    /// <summary>Badges next to the heading.</summary>
    public required Markup Badges { get; init; }

    /// <summary>Facts below the heading.</summary>
    public required Markup Facts { get; init; }

    /// <summary>Ids and names of the sections that the navigation offers; missing sections are omitted.</summary>
    public required IReadOnlyList<(string Id, string Name)> Parts { get; init; }

    /// <summary>Sections.</summary>
    public required Markup Body { get; init; }

    /// <summary>Text of the footer after the version.</summary>
    public required string Footer { get; init; }

    /// <summary>Data of the interactive charts by their id.</summary>
    public JsonObject Charts { get; init; } = [];

    /// <summary>Returns the HTML of the page.</summary>
    /// <param name="script">Script of the page; null for a page without interaction.</param>
    public string Write(string? script)
    {
        var page = new Markup();
        page.Add(
                $"""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="{Policy(script)}">
                <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta
                name="referrer" content="no-referrer">
                <title>{(Simulated ? "Simulated: " : "")}{Name}{(Kind == "run" ? "" : $" ({Kind})")}</title><style>
                """
            )
            .AddAsset(PageAssets.Style)
            .Add(
                $"""
                </style></head><body{(
                    script is null ? Markup.Of($" class=\"static\"") : null
                )}><a class="skip" href="#verdict">Skip to the verdict</a>
                {Header()}<main>{Body}</main>
                <footer>{(
                    script is null ? "Built without interactive charts: Node was not available when agentload was built. " : ""
                )}agentload {PageAssets.Version}{Footer}</footer>
                {PageParts.HatchPattern}
                """
            );
        if (script is not null)
        {
            page.AddAsset("<script type=\"application/json\" id=\"charts\">")
                .AddAsset(Charts.ToJsonString())
                .AddAsset("</script><script>")
                .AddAsset(script)
                .AddAsset("</script>");
        }

        return page.Add($"</body></html>\n").ToString();
    }

    private Markup Header()
    {
        var (nav, content) = (new Markup(), Body.ToString());
        foreach (var (id, part) in Parts.Where(part => content.Contains($"<section id=\"{part.Id}\"", StringComparison.Ordinal)))
        {
            nav.Add($"""<a href="#{id}">{part}</a>""");
        }

        return Markup.Of(
            $"""
            <header><div class="title"><h1>{Name}</h1>{Badges}{PageParts.ThemeSelector}</div>
            {Facts}</header><nav aria-label="Sections">{nav}</nav>
            """
        );
    }

    private static string Policy(string? script) =>
        $"default-src 'none'; style-src {PageAssets.HashOf(PageAssets.Style)}; script-src "
        + $"{(script is null ? "'none'" : PageAssets.HashOf(script))}; base-uri 'none'; form-action 'none'";
}
