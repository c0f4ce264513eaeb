using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Listing;

/// <summary><c>agentload list</c>: lists the values that a workload can use.</summary>
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
        var name = new Argument<string?>("NAME") { Description = "Show the details of this entry.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Print everything as JSON." };
        what.CompletionSources.Add(_ => Listings.Names.Select(name => new CompletionItem(name)));
        name.CompletionSources.Add(context =>
            (Listings.Find(context.ParseResult.GetResult(what)?.Tokens is [var token, ..] ? token.Value : null ?? "")?.Items ?? []).Select(
                item => new CompletionItem(item.Name)
            )
        );
        var command = new DetailedCommand(
            "list",
            "Lists strategies, problems, tools or profiles and their settings.",
            """
            agentload list strategies                   one line per strategy
            agentload list strategies tree-of-thoughts  number of calls, source, settings and their defaults
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
        var listing = Listings.Find(what) ?? throw Unknown($"'{what}' cannot be listed", Listings.Names);
        var item = name is null
            ? null
            : listing.Items.FirstOrDefault(one => one.Name == name)
                ?? throw Unknown($"'{name}' is not one of the {what}", listing.Items.Select(one => one.Name));
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
        new($"{what}; known: {string.Join(", ", known)}.", ExitCode.BadInput);
}
