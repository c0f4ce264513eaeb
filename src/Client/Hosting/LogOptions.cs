using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace AgentLoad.Client.Hosting;

/// <summary>Command-line options for the log of a host. They set the same keys as <c>Logging</c> in appsettings.json.</summary>
internal sealed class LogOptions
{
    private readonly Option<string?> _format = new("--log-format")
    {
        Description = "Format of log entries on stderr: one line each (simple), JSON, or for the systemd journal (default simple).",
        HelpName = "simple|json|systemd",
    };

    private readonly Option<string[]> _level = new("--log-level")
    {
        Description = "Minimum level of log entries, for a category if one is given, for example Orleans=Information. Repeatable.",
        HelpName = "[CATEGORY=]LEVEL",
    };

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_format, _level];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _format.AcceptOnlyFromAmong("simple", "json", "systemd");
        _level.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!Enum.GetNames<LogLevel>().Contains(LevelOf(token.Value).Level, StringComparer.OrdinalIgnoreCase))
                {
                    result.AddError(
                        $"--log-level is '{token.Value}'; expected [CATEGORY=]LEVEL with one of the levels "
                            + $"{string.Join(", ", Enum.GetNames<LogLevel>())}."
                    );
                }
            }
        });
        command.Add(_format);
        command.Add(_level);
    }

    /// <summary>Returns the configuration values that the options set.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Read(ParseResult parsed)
    {
        if (parsed.GetValue(_format) is { } format)
        {
            yield return new("Logging:Console:FormatterName", format);
        }

        foreach (var text in parsed.GetValue(_level) ?? [])
        {
            var (category, level) = LevelOf(text);
            yield return new($"Logging:LogLevel:{category}", level);
        }
    }

    private static (string Category, string Level) LevelOf(string text) =>
        text.LastIndexOf('=') is >= 0 and var at ? (text[..at], text[(at + 1)..]) : ("Default", text);
}
