using System.CommandLine;
using System.CommandLine.Parsing;
using AgentLoad.Client.Commands;
using AgentLoad.Silo.Hosting;
using Microsoft.Extensions.Configuration;

namespace AgentLoad.Client.Hosting;

/// <summary>
/// Configuration of a host. Later sources override earlier ones: defaults, appsettings.json and appsettings.ENVIRONMENT.json in the working
/// directory, environment variables that start with <c>AGENTLOAD_</c>, the command line.
/// </summary>
internal static class HostConfiguration
{
    /// <summary>Prefix of environment variables.</summary>
    public const string Prefix = "AGENTLOAD_";

    private const string FormatterKey = "Logging:Console:FormatterName";

    private const string TimestampKey = "Logging:Console:FormatterOptions:TimestampFormat";

    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";

    /// <summary>One line per log entry, with time, level and category, on stderr.</summary>
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:AgentLoad"] = "Information",
        // The command itself reports why a host cannot start.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
        ["Logging:Console:LogToStandardErrorThreshold"] = "Trace",
        [FormatterKey] = "simple",
        ["Logging:Console:FormatterOptions:SingleLine"] = "true",
        ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
        [TimestampKey] = Timestamp,
    };

    /// <summary>Loads the configuration from files and the environment.</summary>
    /// <exception cref="UserErrorException">A file is not valid JSON.</exception>
    public static IConfigurationRoot Load() => Load(Directory.GetCurrentDirectory(), []);

    /// <summary>Loads the configuration of a command.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="command">The command; its options are the keys of <paramref name="section"/>.</param>
    /// <param name="section">Section of the command's options.</param>
    /// <param name="logging">Options that set the log.</param>
    /// <exception cref="UserErrorException">A file is not valid JSON.</exception>
    public static IConfigurationRoot Load(ParseResult parsed, Command command, string section, LogOptions logging)
    {
        var values =
            from option in command.Options
            where !logging.All.Contains(option) && parsed.GetResult(option) is { Implicit: false }
            from value in ValuesOf(option, parsed.GetResult(option)!.Tokens)
            select new KeyValuePair<string, string?>($"{section}:{OptionKeys.KeyOf(option.Name)}{value.Key}", value.Value);
        return Load(Directory.GetCurrentDirectory(), values.Concat(logging.Read(parsed)));
    }

    /// <summary>Repeatable options are lists: the keys of their values are numbered.</summary>
    private static IEnumerable<KeyValuePair<string, string>> ValuesOf(Option option, IReadOnlyList<Token> tokens) =>
        option.ValueType.IsArray ? tokens.Select((token, i) => new KeyValuePair<string, string>($":{i}", token.Value))
        : tokens.Count > 0 ? [new("", tokens[^1].Value)]
        : [new("", FlagValueOf(option))];

    /// <summary>An option without a value is a flag, or a port that may be any free one.</summary>
    private static string FlagValueOf(Option option) => option.ValueType == typeof(bool) ? "true" : "0";

    /// <summary>Loads the configuration with the files of a folder.</summary>
    internal static IConfigurationRoot Load(string folder, IEnumerable<KeyValuePair<string, string?>> commandLine)
    {
        var environment = Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Production";
        try
        {
            var configuration = new ConfigurationBuilder()
                .SetBasePath(folder)
                .AddInMemoryCollection(Defaults)
                .AddInMemoryCollection(SiloLogLevels.Defaults)
                .AddJsonFile("appsettings.json", optional: true)
                .AddJsonFile($"appsettings.{environment}.json", optional: true)
                .AddEnvironmentVariables(Prefix)
                .AddInMemoryCollection(commandLine)
                .Build();
            if (configuration[FormatterKey] != "simple" && configuration[TimestampKey] == Timestamp)
            {
                // Only the simple format needs a separator.
                configuration[TimestampKey] = Timestamp.TrimEnd();
            }

            return configuration;
        }
        catch (InvalidDataException e)
        {
            throw new UserErrorException(
                $"{e.Message} {e.InnerException?.InnerException?.Message ?? e.InnerException?.Message}",
                ExitCode.BadInput
            );
        }
    }
}
