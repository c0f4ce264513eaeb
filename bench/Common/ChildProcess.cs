using System.Diagnostics;

namespace AgentLoad.Bench.Common;

/// <summary>
/// Another process of this program, which reads lines from its standard input and writes lines to its standard output. Its CPU time is not
/// counted as that of the benchmark. It ends when its standard input is closed.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>First argument of a child process; the second is its role.</summary>
    public const string Command = "child-process";

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>Starts a child process.</summary>
    /// <param name="role">What it does.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ChildProcess Start(string role, params IEnumerable<string> arguments) =>
        new(
            Process.Start(
                new ProcessStartInfo("dotnet", ["exec", typeof(ChildProcess).Assembly.Location, Command, role, .. arguments])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                }
            )!
        );

    /// <summary>Reads the next line.</summary>
    /// <exception cref="InvalidOperationException">The process ended.</exception>
    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("A child process ended early.");

    /// <summary>Writes a line and reads the answer.</summary>
    public async Task<string> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        return await ReadLineAsync();
    }

    /// <summary>Ends the process and waits for it.</summary>
    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits in a child process until the parent closes its standard input.</summary>
    public static async Task WaitForParentAsync()
    {
        // Reads of standard input block their thread.
        await Task.Run(Console.In.ReadToEndAsync);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
