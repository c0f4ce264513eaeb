using System.CommandLine;
using System.CommandLine.Parsing;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Client.Commands;

/// <summary>Finds options and commands that do not exist, and suggests the ones with similar names.</summary>
internal static class UnknownTokens
{
    /// <summary>Returns one line for each unknown option or command of a command line; empty if there is none.</summary>
    public static IReadOnlyList<string> Find(ParseResult parsed)
    {
        // A directive such as [suggest:5] is followed by an incomplete command line.
        if (parsed.Tokens.Any(token => token.Type == TokenType.Directive))
        {
            return [];
        }

        var command = parsed.CommandResult.Command;
        if (command is RootCommand && parsed.UnmatchedTokens is [var first, ..] && !IsOption(first))
        {
            return [$"there is no command {first}{Suggestions.Hint(first, command.Subcommands.Select(sub => sub.Name))}"];
        }

        // An unknown option is read as a positional argument if the command has a free one, else it is unmatched.
        var positional = parsed
            .CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens.Select(token => token.Value));
        var literal = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Select(token => token.Value).ToArray();
        var names = OptionsOf(parsed.CommandResult).SelectMany(option => option.Aliases.Prepend(option.Name)).ToArray();
        return
        [
            .. positional
                .Concat(parsed.UnmatchedTokens)
                .Where(token => IsOption(token) && !literal.Contains(token))
                .Select(token => token.Split('=', ':')[0])
                .Distinct(StringComparer.Ordinal)
                .Select(token => $"there is no option {token}{Suggestions.Hint(token, names)}"),
        ];
    }

    private static bool IsOption(string token) => token.Length > 1 && token[0] == '-' && !char.IsAsciiDigit(token[1]);

    private static IEnumerable<Option> OptionsOf(CommandResult? result)
    {
        for (; result is not null; result = result.Parent as CommandResult)
        {
            foreach (var option in result.Command.Options)
            {
                yield return option;
            }
        }
    }
}
