using System.Globalization;
using Spectre.Console;

namespace AgentLoad.Client.Commands;

/// <summary>The consoles of the command: results go to stdout, progress goes to stderr.</summary>
internal static class CommandConsole
{
    // Wide enough for every table, so that no column is dropped in a file or a pipe.
    private const int WidthWithoutTerminal = 400;

    /// <summary>Sets the width of stdout: the variable COLUMNS, the width of the terminal, or a width that fits every table.</summary>
    public static void SetWidth()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), CultureInfo.InvariantCulture, out var columns) && columns > 0)
        {
            AnsiConsole.Profile.Width = columns;
        }
        else if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidthWithoutTerminal;
        }
    }

    /// <summary>Creates a console that writes to stderr.</summary>
    public static IAnsiConsole OfStandardError() =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
}
