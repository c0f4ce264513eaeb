using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace AgentLoad.Testing;

/// <summary>
/// A process that runs one <c>agentload</c> command after another (<see cref="WorkerProgram"/>). Most of the CPU time of a short command is
/// just-in-time compilation, which such a process does once.
/// </summary>
internal sealed class CommandWorker
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(3);
    private static readonly ConcurrentBag<CommandWorker> Idle = [];
    private static readonly ConcurrentDictionary<CommandWorker, bool> All = [];
    private readonly Process _process;
    private Action<bool, string> _output = static (_, _) => { };
    private TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    static CommandWorker() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => All.Keys.ToList().ForEach(worker => worker.Kill());

    private CommandWorker()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AgentLoad.Testing.dll")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in AgentLoadProcess.ShortLived)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        // The runtime writes here when it ends the process.
        _process.ErrorDataReceived += (_, line) => _output(true, line.Data is { } text ? text + "\n" : "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        All[this] = true;
    }

    /// <summary>Id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Returns a process that runs no command.</summary>
    public static CommandWorker Rent()
    {
        while (Idle.TryTake(out var idle))
        {
            if (!idle._process.HasExited)
            {
                return idle;
            }
        }

        return new CommandWorker();
    }

    /// <summary>Starts a command.</summary>
    /// <param name="command">Command.</param>
    /// <param name="output">Receives what it writes: true for standard error, and the text.</param>
    /// <returns>The exit code of the command, or of the process if that ends.</returns>
    public Task<int> Start(Command command, Action<bool, string> output)
    {
        _output = output;
        _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(command));
        _process.StandardInput.Flush();
        return _exit.Task;
    }

    /// <summary>Stops the command if it still runs, and keeps the process for other commands if it stops soon.</summary>
    public async Task ReleaseAsync()
    {
        _output = static (_, _) => { };
        if (!_exit.Task.IsCompleted)
        {
            _ = AgentLoadProcess.Kill(Id, 15);
        }

        await Task.WhenAny(_exit.Task, Task.Delay(StopTimeout, TimeProvider.System));
        if (_exit.Task.IsCompleted && !_process.HasExited)
        {
            Idle.Add(this);
        }
        else
        {
            Kill();
        }
    }

    private void Kill()
    {
        All.TryRemove(this, out _);
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task EndAsync()
    {
        await _process.WaitForExitAsync();
        _exit.TrySetResult(_process.ExitCode);
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            _ = EndAsync();
        }
        else if (line[0] == WorkerProgram.Exit)
        {
            _exit.TrySetResult(JsonSerializer.Deserialize<int>(line.AsSpan(1)));
        }
        else
        {
            _output(line[0] == WorkerProgram.Error, JsonSerializer.Deserialize<string>(line.AsSpan(1))!);
        }
    }

    /// <summary>A command.</summary>
    /// <param name="Folder">Working directory.</param>
    /// <param name="Environment">Environment variables that only this command has.</param>
    /// <param name="Args">Arguments.</param>
    public sealed record Command(string Folder, Dictionary<string, string> Environment, string[] Args);
}
