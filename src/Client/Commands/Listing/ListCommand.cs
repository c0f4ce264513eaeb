using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Listing;

/// <summary><c>agentload list</c>: what a workload can name.</summary>
internal static class ListCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var what = new Argument<string>("WHAT") { Description = $"One of: {string.Join(", ", Listings.Names)}." };
        var name = new Argument<string?>("NAME") { Description = "Show all of this one.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Print everything as JSON." };
        what.CompletionSources.Add(_ => Listings.Names.Select(name => new CompletionItem(name)));
        name.CompletionSources.Add(context =>
            (Listings.Find(context.ParseResult.GetResult(what)?.Tokens is [var token, ..] ? token.Value : null ?? "")?.Items ?? []).Select(
                item => new CompletionItem(item.Name)
            )
        );
        var command = new DetailedCommand(
            "list",
            "Lists strategies, problems, tools or profiles with their settings.",
            """
            agentload list strategies                   every strategy in one line
            agentload list strategies tree-of-thoughts  its calls, its source, its settings and their defaults
            """
        )
        {
            what,
            name,
            json,
        };
        command.SetAction(parsed => Show(parsed.GetValue(what)!, parsed.GetValue(name), parsed.GetValue(json)));
        return command;
    }

    private static int Show(string what, string? name, bool asJson)
    {
        var listing = Listings.Find(what) ?? throw Unknown($"There is nothing to list under '{what}'", Listings.Names);
        var item = name is null
            ? null
            : listing.Items.FirstOrDefault(one => one.Name == name)
                ?? throw Unknown($"There is no '{name}' among the {what}", listing.Items.Select(one => one.Name));
        if (asJson)
        {
            Console.WriteLine(item is null ? JsonSerializer.Serialize(listing.Items, Json) : JsonSerializer.Serialize(item, Json));
        }
        else if (item is null)
        {
            ListingText.Overview(listing, AnsiConsole.Console);
        }
        else
        {
            ListingText.Details(item, AnsiConsole.Console);
        }

        return ExitCode.Success;
    }

    private static UserErrorException Unknown(string what, IEnumerable<string> known) =>
        new($"{what}; there are {string.Join(", ", known)}.", ExitCode.BadInput);
}
