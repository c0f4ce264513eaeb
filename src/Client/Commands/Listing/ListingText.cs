using AgentLoad.Client.Reports;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Listing;

/// <summary>Renders listings in the terminal.</summary>
internal static class ListingText
{
    private static readonly Style Title = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(Color.Grey);

    /// <summary>Renders one line per item.</summary>
    public static void Overview(Listing listing, IAnsiConsole console)
    {
        var page = new ConsoleWriter(console);
        var table = new TextTable(listing.Name, "");
        foreach (var item in listing.Items)
        {
            table.Add(item.Name, item.Summary);
        }

        page.WriteTable(table, lastIsText: true);
        page.WriteLine("");
        page.WriteLine($"agentload list {listing.Name} NAME shows the details of one entry, --json those of all.", Dim);
    }

    /// <summary>Renders the details of one item.</summary>
    public static void Details(ListedItem item, IAnsiConsole console)
    {
        var page = new ConsoleWriter(console);
        page.WriteLine(item.Name, Title);
        page.WriteWrapped(item.Summary);
        foreach (var (name, text) in item.Facts)
        {
            page.WriteWrapped($"{name}: {text}");
        }

        if (item.Parameters.Count == 0)
        {
            return;
        }

        page.WriteLine("");
        foreach (var (name, allowed, value, description) in item.Parameters)
        {
            page.WriteWrapped($"{name}{(value is null ? "" : $" = {(value.Length == 0 ? "none" : value)}")}  {description} ({allowed})");
        }
    }
}
