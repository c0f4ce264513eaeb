using System.Text;
using System.Text.Json;
using AgentLoad.Client.Commands;
using Spectre.Console;

namespace AgentLoad.Testing;

/// <summary>
/// The process of a <see cref="CommandWorker"/>: reads a command per line until the end of input. It writes a line for each piece of output
/// and for the exit code.
/// </summary>
internal static class WorkerProgram
{
    /// <summary>First character of a line with a piece of standard output.</summary>
    public const char Output = 'o';

    /// <summary>First character of a line with a piece of standard error.</summary>
    public const char Error = 'e';

    /// <summary>First character of the line with the exit code.</summary>
    public const char Exit = 'x';

    /// <summary>Runs commands.</summary>
    public static async Task Main()
    {
        var replies = TextWriter.Synchronized(Console.Out);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var command = JsonSerializer.Deserialize<CommandWorker.Command>(line)!;
            foreach (var (name, value) in command.Environment)
            {
                Environment.SetEnvironmentVariable(name, value);
            }

            Console.SetOut(TextWriter.Synchronized(new Pieces(replies, Output)));
            Console.SetError(TextWriter.Synchronized(new Pieces(replies, Error)));
            AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
            Directory.SetCurrentDirectory(command.Folder);
            var exitCode = await AgentLoadCommand.InvokeAsync(command.Args);
            await Console.Out.FlushAsync();
            await Console.Error.FlushAsync();
            foreach (var name in command.Environment.Keys)
            {
                Environment.SetEnvironmentVariable(name, null);
            }

            await replies.WriteLineAsync($"{Exit}{JsonSerializer.Serialize(exitCode)}");
            await replies.FlushAsync();
        }
    }

    /// <summary>Writes lines as they are completed.</summary>
    private sealed class Pieces(TextWriter replies, char kind) : TextWriter
    {
        private readonly StringBuilder _line = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            _line.Append(value);
            if (value == '\n')
            {
                Flush();
            }
        }

        public override void Write(string? value)
        {
            _line.Append(value);
            if (value?.Contains('\n', StringComparison.Ordinal) == true)
            {
                Flush();
            }
        }

        public override void Flush()
        {
            if (_line.Length > 0)
            {
                replies.WriteLine($"{kind}{JsonSerializer.Serialize(_line.ToString())}");
                replies.Flush();
                _line.Clear();
            }
        }
    }
}
