using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace AgentLoad.Testing;

/// <summary>The <c>agentload</c> command as a process.</summary>
internal sealed class AgentLoadProcess : IDisposable
{
    private static readonly TimeSpan LineTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Runtime settings of test processes, which live for seconds beside many others: optimized code for long-lived processes, threads that
    /// spin before they sleep, and memory that is never writable and executable together would take most of their CPU time.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> ShortLived = new Dictionary<string, string>
    {
        ["DOTNET_TC_CallCounting"] = "0",
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
        ["DOTNET_EnableWriteXorExecute"] = "0",
    };

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Line)> _waiting = [];

    private AgentLoadProcess(string[] launcher, string folder, IEnumerable<KeyValuePair<string, string>> environment, string[] args)
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
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>True if the process ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts the command in a folder.</summary>
    public static AgentLoadProcess Start(string folder, params string[] args) => new([], folder, ShortLived, args);

    /// <summary>Starts the command in a folder with environment variables.</summary>
    public static AgentLoadProcess Start(string folder, Dictionary<string, string> environment, params string[] args) =>
        new([], folder, ShortLived.Concat(environment), args);

    /// <summary>Starts the command through another command, such as one that runs it in another network namespace.</summary>
    public static AgentLoadProcess StartBy(string[] launcher, string folder, params string[] args) =>
        new(launcher, folder, ShortLived, args);

    /// <summary>Starts the command through another command with the runtime settings that users have, for benchmarks.</summary>
    public static AgentLoadProcess StartLongLived(string[] launcher, string folder, params string[] args) =>
        new(launcher, folder, [], args);

    /// <summary>Runs the command until it exits, in a process that other commands were run in before.</summary>
    public static Task<Finished> RunAsync(string folder, params string[] args) => CommandWorker.RunAsync(folder, args);

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
        await Task.WhenAny(next, _process.WaitForExitAsync(), Task.Delay(LineTimeout, TimeProvider.System));
        if (next.IsCompleted)
        {
            return await next;
        }

        lock (_waiting)
        {
            throw new TimeoutException(
                (_process.HasExited ? "The process exited before it wrote the line" : "The process did not write the line")
                    + $". Its output:\n{_output}{_error}"
            );
        }
    }

    /// <summary>Sends a signal to the process.</summary>
    public void Signal(int signal) => _ = Kill(_process.Id, signal);

    /// <summary>Sends a signal to the command if a launcher is its parent process.</summary>
    public void SignalInner(int signal) =>
        _ = Kill(
            int.Parse(File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Split(' ')[0], CultureInfo.InvariantCulture),
            signal
        );

    /// <summary>Waits until the process exits.</summary>
    public async Task<Finished> EndAsync()
    {
        var ended = await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(ExitTimeout, TimeProvider.System));
        lock (_waiting)
        {
            return ended.IsCompletedSuccessfully && _process.HasExited
                ? new Finished(_process.ExitCode, _output.ToString(), _error.ToString())
                : throw new TimeoutException($"The process did not exit. Its output:\n{_output}{_error}");
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Append(StringBuilder output, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_waiting)
        {
            output.Append(line).Append('\n');
            foreach (var (_, waiting) in _waiting.Where(waiting => waiting.Matches(line)))
            {
                waiting.TrySetResult(line);
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
