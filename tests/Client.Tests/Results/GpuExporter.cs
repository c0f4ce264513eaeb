using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AgentLoad.Client.Tests.Results;

/// <summary>Simulated DCGM exporter with two GPUs of varying power. Its counters reset once.</summary>
internal sealed class GpuExporter : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _asked;

    public GpuExporter()
    {
        _listener.Start();
        _ = AnswerAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/metrics");

    public void Dispose() => _listener.Dispose();

    private string Page()
    {
        var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        _asked++;
        var counted = (_asked > 6 ? 0 : 5e6) + (seconds * 300_000);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            DCGM_FI_DEV_POWER_USAGE{"{"}gpu="0",UUID="a"{"}"} {300 + (_asked % 3 * 50)}
            DCGM_FI_DEV_POWER_USAGE{"{"}gpu="1",UUID="b"{"}"} 120
            DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{"{"}gpu="0",UUID="a"{"}"} {counted}
            DCGM_FI_DEV_GPU_UTIL{"{"}gpu="0",UUID="a"{"}"} {40 + _asked}

            """
        );
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                _ = await client.GetStream().ReadAsync(new byte[8192]);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{Page()}"));
                client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }
}
