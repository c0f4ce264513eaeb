using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using AgentLoad.Client.Commands;
using Spectre.Console;

namespace AgentLoad.Testing;

/// <summary>
/// A process that runs one <c>agentload</c> command after another. Most of the CPU time of a short command is just-in-time compilation,
/// which such a process does once. Commands that get a signal run in separate processes.
/// </summary>
internal sealed class CommandWorker : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);
    private static readonly ConcurrentBag<CommandWorker> Idle = [];
    private readonly Process _process;

    private CommandWorker()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AgentLoad.Testing.dll")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in AgentLoadProcess.ShortLived)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
    }

    /// <summary>Runs a command in a folder until it ends.</summary>
    public static async Task<Finished> RunAsync(string folder, string[] args)
    {
        var worker = Idle.TryTake(out var idle) ? idle : new CommandWorker();
        try
        {
            await worker._process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new Command(folder, args)));
            await worker._process.StandardInput.FlushAsync();
            var reply = await worker._process.StandardOutput.ReadLineAsync().WaitAsync(Timeout, TimeProvider.System);
            var finished = JsonSerializer.Deserialize<Finished>(
                reply ?? throw new EndOfStreamException("The process of the command ended.")
            )!;
            Idle.Add(worker);
            return finished;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>The process: reads a command per line until the end of input.</summary>
    public static async Task Main()
    {
        var replies = Console.Out;
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var command = JsonSerializer.Deserialize<Command>(line)!;
            using var output = new StringWriter();
            using var error = new StringWriter();
            Console.SetOut(TextWriter.Synchronized(output));
            Console.SetError(TextWriter.Synchronized(error));
            AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
            Directory.SetCurrentDirectory(command.Folder);
            var exitCode = await AgentLoadCommand.InvokeAsync(command.Args);
            Console.Out.Flush();
            await replies.WriteLineAsync(JsonSerializer.Serialize(new Finished(exitCode, output.ToString(), error.ToString())));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private sealed record Command(string Folder, string[] Args);
}
