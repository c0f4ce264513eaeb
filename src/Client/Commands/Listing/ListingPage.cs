using System.Text;

namespace AgentLoad.Client.Commands.Listing;

/// <summary>Writes a listing as a reference page in Markdown.</summary>
internal static class ListingPage
{
    /// <summary>Returns the text of the page.</summary>
    public static string Create(Listing listing)
    {
        var page = new StringBuilder($"# {char.ToUpperInvariant(listing.Name[0])}{listing.Name[1..]}\n\n{listing.Introduction}\n");
        page.Append($"This page is generated from the code; `agentload list {listing.Name}` shows the same content.\n");
        foreach (var item in listing.Items)
        {
            Add(page, item);
        }

        return page.ToString();
    }

    private static void Add(StringBuilder page, ListedItem item)
    {
        page.Append($"\n## {item.Name}\n\n{item.Summary}\n\n");
        foreach (var (name, text) in item.Facts)
        {
            page.Append($"- {char.ToUpperInvariant(name[0])}{name[1..]}: {text}\n");
        }

        if (item.Parameters.Count == 0)
        {
            return;
        }

        var withDefaults = item.Parameters.Any(parameter => parameter.Default is not null);
        page.Append(
            withDefaults
                ? "\n| Setting | Value | Default | Meaning |\n|---|---|---|---|\n"
                : "\n| Argument | Value | Meaning |\n|---|---|---|\n"
        );
        foreach (var (name, allowed, value, description) in item.Parameters)
        {
            page.Append($"| `{name}` | {Cell(allowed)} |{(withDefaults ? $" {Code(value)} |" : "")} {Cell(description)} |\n");
        }
    }

    private static string Code(string? value) => string.IsNullOrEmpty(value) ? "none" : $"`{value}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
