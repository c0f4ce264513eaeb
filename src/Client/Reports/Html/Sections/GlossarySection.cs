namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>All definitions, for printing and reference.</summary>
internal static class GlossarySection
{
    public static Markup Write()
    {
        var list = new Markup();
        foreach (var (name, definition) in Glossary.All.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase))
        {
            list.Add($"<div><dt>{name}</dt><dd>{definition}</dd></div>");
        }

        return Markup.Of(
            $"""<section id="definitions"><h2>Definitions</h2><details><summary>{Glossary.All.Count} terms</summary><dl """
                + $"""class="glossary">{list}</dl></details></section>"""
        );
    }
}
