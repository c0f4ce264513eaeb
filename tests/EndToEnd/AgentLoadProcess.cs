using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace AgentLoad.EndToEnd;

/// <summary>The command as a process of its own, in an empty folder of its own.</summary>
internal sealed class AgentLoadProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly List<(string Text, TaskCompletionSource<string> Seen)> _awaited = [];

    private AgentLoadProcess(string[] launcher, string folder, Dictionary<string, string> environment, string[] args)
    {
        string[] command = [.. launcher, "dotnet", Path.Combine(AppContext.BaseDirectory, "agentload.dll"), .. args];
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
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

    public static AgentLoadProcess Start(string folder, Dictionary<string, string> environment, params string[] args) => new([], folder, environment, args);

    /// <summary>Starts it through another command, such as one that has it live in another network.</summary>
    public static AgentLoadProcess StartBy(string[] launcher, string folder, params string[] args) => new(launcher, folder, [], args);

    /// <summary>Runs it to its end.</summary>
    public static async Task<Finished> RunAsync(string folder, params string[] args)
    {
        using var process = Start(folder, args);
        return await process.EndAsync();
    }

    /// <summary>The first line, written or to come, that holds the text.</summary>
    public Task<string> LineAsync(string text)
    {
        lock (_awaited)
        {
            var line = (_output.ToString() + _error).Split('\n').FirstOrDefault(l => l.Contains(text, StringComparison.Ordinal));
            if (line is not null)
            {
                return Task.FromResult(line);
            }

            var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((text, seen));
            return seen.Task.WaitAsync(TimeSpan.FromMinutes(2));
        }
    }

    public bool HasExited => _process.HasExited;

    public void Signal(int signal) => _ = Kill(_process.Id, signal);

    /// <summary>Signals the command itself where a launcher stands between.</summary>
    public void SignalInner(int signal) =>
        _ = Kill(int.Parse(File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children").Split(' ')[0], CultureInfo.InvariantCulture), signal);

    public async Task<Finished> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(4));
        lock (_awaited)
        {
            return new Finished(_process.ExitCode, _output.ToString(), _error.ToString());
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
            foreach (var (_, seen) in _awaited.Where(a => line.Contains(a.Text, StringComparison.Ordinal)))
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
    public string All => Output + Error;
}
