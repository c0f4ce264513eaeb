namespace AgentLoad.Client.Reports.Html;

/// <summary>Large values with a label and a detail.</summary>
internal static class KeyFigures
{
    /// <summary>Draws the figures.</summary>
    /// <param name="figures">Term of the glossary (null for none), label, value and detail of each figure.</param>
    public static Markup Draw(IEnumerable<(string? Term, string Name, string Value, string Detail)> figures)
    {
        var list = new Markup();
        foreach (var (term, name, value, detail) in figures)
        {
            list.Add($"""<div><dt>{Glossary.TermOrText(term, name)}</dt><dd>{value}<small>{detail}</small></dd></div>""");
        }

        return Markup.Of($"""<dl class="key-figures">{list}</dl>""");
    }
}
