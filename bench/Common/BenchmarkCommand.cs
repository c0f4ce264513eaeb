using System.CommandLine;
using System.Diagnostics;

namespace AgentLoad.Bench.Common;

/// <summary>Creates the sub-command of a benchmark: its options, <c>--json</c>, and its exit code.</summary>
internal static class BenchmarkCommand
{
    private const int GoalMissed = 1;

    /// <summary>Creates the sub-command. It exits with 0 if every goal is met and with 1 otherwise.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it measures.</param>
    /// <param name="symbols">Its own options and arguments.</param>
    /// <param name="runAsync">Measures and adds the figures to the results.</param>
    /// <param name="environment">Runtime settings; the benchmark restarts itself with them if they are not set.</param>
    public static Command Create(
        string name,
        string description,
        IReadOnlyList<Symbol> symbols,
        Func<ParseResult, BenchmarkResults, CancellationToken, Task> runAsync,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var json = new Option<FileInfo?>("--json") { Description = "Also write the figures to this file as JSON.", HelpName = "FILE" };
        var command = new Command(name, description) { json };
        foreach (var symbol in symbols)
        {
            if (symbol is Option option)
            {
                command.Add(option);
            }
            else
            {
                command.Add((Argument)symbol);
            }
        }

        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (environment?.Any(pair => Environment.GetEnvironmentVariable(pair.Key) != pair.Value) == true)
                {
                    return await RestartAsync(environment, cancellationToken);
                }

                var results = new BenchmarkResults(name, Console.Out);
                await runAsync(parsed, results, cancellationToken);
                if (parsed.GetValue(json) is { } file)
                {
                    await results.WriteJsonAsync(file.FullName, cancellationToken);
                }

                return results.GoalsMet ? 0 : GoalMissed;
            }
        );
        return command;
    }

    /// <summary>Creates an option with a whole number.</summary>
    public static Option<int> Number(string name, int defaultValue, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => defaultValue,
        };

    private static async Task<int> RestartAsync(IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            ["exec", typeof(BenchmarkCommand).Assembly.Location, .. Environment.GetCommandLineArgs()[1..]]
        );
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;
    }
}
