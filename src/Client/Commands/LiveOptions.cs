using System.CommandLine;
using AgentLoad.Client.Live;

namespace AgentLoad.Client.Commands;

/// <summary>Options for the progress display; shared by all commands that show a run.</summary>
internal sealed class LiveOptions
{
    private readonly Option<string> _ui = new("--ui")
    {
        Description = "Progress display on stderr; without a terminal, and with none, a line every few seconds.",
        HelpName = "dashboard|simple|none",
        DefaultValueFactory = _ => "dashboard",
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Show no progress." };

    private readonly Option<int?> _web = new("--web")
    {
        Description = "Serve a live page on loopback, on this or a free port. Its address contains a random token.",
        HelpName = "PORT",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result =>
            result.Tokens switch
            {
                [] => 0,
                [var token] when int.TryParse(token.Value, out var port) && port is >= 0 and <= 65535 => port,
                [var token, ..] => Reject(result, token.Value),
            },
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _ui.AcceptOnlyFromAmong("dashboard", "simple", "none");
        command.Add(_ui);
        command.Add(_quiet);
        command.Add(_web);
    }

    /// <summary>Reads the values.</summary>
    public LiveSettings Read(ParseResult parsed) =>
        new(
            parsed.GetValue(_quiet) ? UiMode.Silent : Enum.Parse<UiMode>(parsed.GetValue(_ui)!, ignoreCase: true),
            parsed.GetResult(_web) is null ? null : parsed.GetValue(_web) ?? 0
        );

    private static int? Reject(System.CommandLine.Parsing.ArgumentResult result, string text)
    {
        result.AddError($"--web is '{text}'; expected a port from 0 to 65535.");
        return null;
    }
}
