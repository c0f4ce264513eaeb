using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Xunit;

namespace AgentLoad.Testing;

/// <summary>
/// A real redis-server on a free loopback port, with its data in a folder of its own. Skips the test where none is installed.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const int MaxStartAttempts = 10;

    private readonly EmptyFolder _data = new();
    private readonly string[] _options;
    private Process _process = null!;

    private readonly string[] _launcher;
    private readonly string _host;

    private RedisServer(int port, string[] launcher, string host, string[] options) =>
        (Port, _launcher, _host, _options) = (port, launcher, host, options);

    public int Port { get; }

    /// <summary>HOST:PORT.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"{_host}:{Port}");

    /// <summary>As <c>run --cluster</c> takes it.</summary>
    public string Url => $"redis://{Address}";

    /// <summary>Its socket on this machine, which is there whatever network it lives in.</summary>
    public string Socket => Path.Combine(Folder, "redis.sock");

    /// <summary>Folder of its data.</summary>
    public string Folder => _data.Path;

    /// <summary>Starts one that takes connections when this returns.</summary>
    /// <param name="options">
    /// More options of redis-server, such as <c>--requirepass</c>; with <c>--tls-port 0</c> the port is for TLS.
    /// </param>
    public static Task<RedisServer> StartAsync(params string[] options) => StartByAsync([], "127.0.0.1", options);

    /// <summary>Starts one through another command, such as one that has it live in another network, on an address there.</summary>
    public static async Task<RedisServer> StartByAsync(string[] launcher, string host, params string[] options)
    {
        for (var attempt = 1; attempt <= MaxStartAttempts; attempt++)
        {
            var redis = new RedisServer(FreePort.Next(), launcher, host, options);
            if (await redis.TryStartAsync())
            {
                return redis;
            }

            // Another process took the port after it was found free.
            await redis.DisposeAsync();
        }

        throw new InvalidOperationException("redis-server found no free port.");
    }

    /// <summary>Starts it again after <see cref="StopAsync"/>, on its port and with its data.</summary>
    public async Task StartAgainAsync()
    {
        _process.Dispose();
        if (!await TryStartAsync())
        {
            throw new InvalidOperationException($"redis-server does not start again on port {Port}.");
        }
    }

    /// <summary>Ends it; a kill (9) as an accident would.</summary>
    public async Task StopAsync(int signal = 15)
    {
        Signal(signal);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }

    /// <summary>Sends a signal: 19 freezes it, 18 lets it go on.</summary>
    public void Signal(int signal) => _ = Kill(_process.Id, signal);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await StopAsync(9);
        }

        _process?.Dispose();
        _data.Dispose();
    }

    private async Task<bool> TryStartAsync()
    {
        var isTls = _options.Contains("--tls-port");
        string[] command = [.. _launcher, "redis-server"];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] own =
        [
            "--bind",
            _host,
            "--dir",
            Folder,
            "--unixsocket",
            Socket,
            "--save",
            "",
            "--port",
            isTls ? "0" : Port.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (
            var option in own.Concat(
                _options.Select((o, i) => i > 0 && _options[i - 1] == "--tls-port" ? Port.ToString(CultureInfo.InvariantCulture) : o)
            )
        )
        {
            start.ArgumentList.Add(option);
        }

        var lines = new ConcurrentQueue<string>();
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) =>
        {
            lines.Enqueue(line.Data ?? "");
            if (line.Data?.Contains("Ready to accept connections", StringComparison.Ordinal) == true)
            {
                ready.TrySetResult(true);
            }
        };
        _process.Exited += (_, _) => ready.TrySetResult(false);
        try
        {
            _process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("redis-server is not installed (Debian: apt-get install redis-server)");
        }

        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var isUp = await ready.Task.WaitAsync(TimeSpan.FromMinutes(1));
        if (!isUp)
        {
            await _process.WaitForExitAsync();
        }

        return isUp || lines.Any(line => line.Contains("in use", StringComparison.Ordinal))
            ? isUp
            : throw new InvalidOperationException($"redis-server does not start: {string.Join(Environment.NewLine, lines)}");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
