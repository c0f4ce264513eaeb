using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Shouldly;

namespace AgentLoad.Testing;

/// <summary>The command as a process of its own, in an empty folder of its own.</summary>
internal sealed class AgentLoadProcess : IDisposable
{
    /// <summary>
    /// Processes live for seconds here and many at once: code optimised for long lives and threads that spin before they sleep would take most
    /// of their time.
    /// </summary>
    private static readonly Dictionary<string, string> ShortLife = new()
    {
        ["DOTNET_TC_CallCounting"] = "0",
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
    };

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly List<(Func<string, bool> IsIt, TaskCompletionSource<string> Seen)> _awaited = [];

    private AgentLoadProcess(string[] launcher, string folder, Dictionary<string, string> environment, string[] args)
    {
        string[] command = [.. launcher, "dotnet", Path.Combine(AppContext.BaseDirectory, "agentload.dll"), .. args];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in ShortLife.Concat(environment))
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Take(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static AgentLoadProcess Start(string folder, params string[] args) => new([], folder, [], args);

    public static AgentLoadProcess Start(string folder, Dictionary<string, string> environment, params string[] args) =>
        new([], folder, environment, args);

    /// <summary>Starts it through another command, such as one that has it live in another network.</summary>
    public static AgentLoadProcess StartBy(string[] launcher, string folder, params string[] args) => new(launcher, folder, [], args);

    /// <summary>Runs it to its end.</summary>
    public static async Task<Finished> RunAsync(string folder, params string[] args)
    {
        using var process = Start(folder, args);
        return await process.EndAsync();
    }

    /// <summary>The first line, written or to come, that holds the text.</summary>
    public Task<string> LineAsync(string text) => LineAsync(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>The first line, written or to come, that is the one.</summary>
    public Task<string> LineAsync(Func<string, bool> isIt)
    {
        lock (_awaited)
        {
            var line = (_output.ToString() + _error).Split('\n').FirstOrDefault(isIt);
            if (line is not null)
            {
                return Task.FromResult(line);
            }

            var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((isIt, seen));
            return seen.Task.WaitAsync(TimeSpan.FromMinutes(2));
        }
    }

    public bool HasExited => _process.HasExited;

    public void Signal(int signal) => _ = Kill(_process.Id, signal);

    /// <summary>Signals the command itself where a launcher stands between.</summary>
    public void SignalInner(int signal) =>
        _ = Kill(
            int.Parse(File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Split(' ')[0], CultureInfo.InvariantCulture),
            signal
        );

    public async Task<Finished> EndAsync()
    {
        var ended = await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(TimeSpan.FromMinutes(3), TimeProvider.System));
        lock (_awaited)
        {
            return ended.IsCompletedSuccessfully && _process.HasExited
                ? new Finished(_process.ExitCode, _output.ToString(), _error.ToString())
                : throw new TimeoutException($"It does not end. It said:\n{_output}{_error}");
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

    private void Take(StringBuilder into, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_awaited)
        {
            into.Append(line).Append('\n');
            foreach (var (_, seen) in _awaited.Where(a => a.IsIt(line)))
            {
                seen.TrySetResult(line);
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}

/// <summary>What a finished command printed.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    private const int InvalidRun = 98;

    public string All => Output + Error;

    /// <summary>
    /// Holds it to an exit code. A run whose client could not keep up is told so with another, and rightly: the machine is busy, which is not
    /// what is tested here.
    /// </summary>
    public void ShouldExit(int code)
    {
        if (ExitCode != InvalidRun || !All.Contains("INVALID: The client", StringComparison.Ordinal))
        {
            ExitCode.ShouldBe(code, All);
        }
    }
}
