using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace AgentLoad.Testing;

/// <summary>
/// The <c>agentload</c> command in another process: one that other commands were run in before, unless a launcher starts it.
/// </summary>
internal sealed class AgentLoadProcess : IDisposable
{
    private static readonly TimeSpan LineTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Runtime settings of test processes, which live for seconds beside many others: optimized code for long-lived processes, threads that
    /// spin before they sleep, concurrent garbage collection, and memory that is never writable and executable together would take most of
    /// their CPU time.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> ShortLived = new Dictionary<string, string>
    {
        ["DOTNET_TC_CallCounting"] = "0",
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
        ["DOTNET_EnableWriteXorExecute"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
    };

    private readonly Process? _process;
    private readonly CommandWorker? _worker;
    private readonly Task<int> _exit;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Line)> _waiting = [];

    private AgentLoadProcess(string folder, Dictionary<string, string> environment, string[] args)
    {
        _worker = CommandWorker.Rent();
        _exit = _worker.Start(new(folder, environment, args), (isError, text) => Append(isError ? _error : _output, text));
    }

    private AgentLoadProcess(string[] launcher, string folder, IReadOnlyDictionary<string, string> environment, string[] args)
    {
        string[] command = [.. launcher, "dotnet", Path.Combine(AppContext.BaseDirectory, "agentload.dll"), .. args];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data is { } text ? text + "\n" : "");
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data is { } text ? text + "\n" : "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _exit = ExitAsync(_process);
    }

    /// <summary>True if the command ended.</summary>
    public bool HasExited => _exit.IsCompleted;

    private int Id => _worker?.Id ?? _process!.Id;

    /// <summary>Starts the command in a folder.</summary>
    public static AgentLoadProcess Start(string folder, params string[] args) => new(folder, [], args);

    /// <summary>Starts the command in a folder with environment variables.</summary>
    public static AgentLoadProcess Start(string folder, Dictionary<string, string> environment, params string[] args) =>
        new(folder, environment, args);

    /// <summary>Starts the command through another command, such as one that runs it in another network namespace.</summary>
    public static AgentLoadProcess StartBy(string[] launcher, string folder, params string[] args) =>
        new(launcher, folder, ShortLived, args);

    /// <summary>Starts the command through another command with the runtime settings that users have, for benchmarks.</summary>
    public static AgentLoadProcess StartLongLived(string[] launcher, string folder, params string[] args) =>
        new(launcher, folder, new Dictionary<string, string>(), args);

    /// <summary>Runs the command until it exits.</summary>
    public static async Task<Finished> RunAsync(string folder, params string[] args)
    {
        using var command = Start(folder, args);
        return await command.EndAsync();
    }

    /// <summary>Returns the first line of output that contains a text; waits for it if needed.</summary>
    public Task<string> LineAsync(string text) => LineAsync(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Returns the first line of output that matches; waits for it if needed.</summary>
    public async Task<string> LineAsync(Func<string, bool> matches)
    {
        Task<string> next;
        lock (_waiting)
        {
            var line = (_output.ToString() + _error).Split('\n').FirstOrDefault(matches);
            if (line is not null)
            {
                return line;
            }

            var source = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((matches, source));
            next = source.Task;
        }

        // The output of a process that has exited is complete.
        await Task.WhenAny(next, _exit, Task.Delay(LineTimeout, TimeProvider.System));
        if (next.IsCompleted)
        {
            return await next;
        }

        lock (_waiting)
        {
            throw new TimeoutException(
                (HasExited ? "The process exited before it wrote the line" : "The process did not write the line")
                    + $". Its output:\n{_output}{_error}"
            );
        }
    }

    /// <summary>Sends a signal to the process.</summary>
    public void Signal(int signal)
    {
        if (!HasExited)
        {
            _ = Kill(Id, signal);
        }
    }

    /// <summary>Sends a signal to the command if a launcher is its parent process.</summary>
    public void SignalInner(int signal) =>
        _ = Kill(int.Parse(File.ReadAllText($"/proc/{Id}/task/{Id}/children").Split(' ')[0], CultureInfo.InvariantCulture), signal);

    /// <summary>Waits until the process exits.</summary>
    public async Task<Finished> EndAsync()
    {
        await Task.WhenAny(_exit, Task.Delay(ExitTimeout, TimeProvider.System));
        lock (_waiting)
        {
            return HasExited
                ? new Finished(_exit.GetAwaiter().GetResult(), _output.ToString(), _error.ToString())
                : throw new TimeoutException($"The process did not exit. Its output:\n{_output}{_error}");
        }
    }

    public void Dispose()
    {
        _ = _worker?.ReleaseAsync();
        if (_process is { HasExited: false })
        {
            _process.Kill();
        }

        _process?.Dispose();
    }

    private static async Task<int> ExitAsync(Process process)
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private void Append(StringBuilder output, string text)
    {
        lock (_waiting)
        {
            output.Append(text);
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                foreach (var (_, waiting) in _waiting.Where(waiting => waiting.Matches(line)))
                {
                    waiting.TrySetResult(line);
                }
            }
        }
    }

    /// <summary>Sends a signal to a process.</summary>
    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static extern int Kill(int process, int signal);
}
