using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AgentLoad.Inference.Tests.Fakes;

/// <summary>A socket server with the behavior given by the test.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;
    private int _accepted;

    public RawServer(Func<RawConnection, Task> serve)
    {
        _listener.Start();
        _accepting = AcceptAsync(serve);
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Creates a server that responds to every request with the given text: status line, headers and body.</summary>
    public static RawServer Answering(Func<RawRequest, string> answer) =>
        new(async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                await connection.WriteAsync(answer(request));
            }
        });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<RawConnection, Task> serve)
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(serve, socket));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test has ended: the listener was stopped while it was accepting.
        }
    }

    private async Task ServeAsync(Func<RawConnection, Task> serve, Socket socket)
    {
        using var connection = new RawConnection(socket, _stop.Token);
        try
        {
            await serve(connection);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
        {
            // The client disconnected, or the test has ended.
        }
    }
}

internal sealed record RawRequest(string Head, string Body)
{
    public string Path => Head.Split(' ')[1];

    public string? Header(string name) =>
        Head.Split("\r\n")
            .Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(l => l[(name.Length + 1)..].Trim())
            .FirstOrDefault();
}

internal sealed class RawConnection(Socket socket, CancellationToken stop) : IDisposable
{
    private byte[] _pending = [];

    public CancellationToken Stop => stop;

    public async Task<RawRequest?> ReadRequestAsync()
    {
        socket.NoDelay = true;
        int end;
        while ((end = _pending.AsSpan().IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync())
            {
                return null;
            }
        }

        string head = Encoding.ASCII.GetString(_pending, 0, end);
        _pending = _pending[(end + 4)..];
        int length = int.Parse(new RawRequest(head, "").Header("Content-Length") ?? "0");
        while (_pending.Length < length)
        {
            if (!await FillAsync())
            {
                return null;
            }
        }

        string body = Encoding.UTF8.GetString(_pending, 0, length);
        _pending = _pending[length..];
        return new RawRequest(head, body);
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task WriteAsync(byte[] bytes)
    {
        for (int sent = 0; sent < bytes.Length; )
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent), stop);
        }
    }

    /// <summary>Waits until the client closes or resets the connection.</summary>
    public async Task WaitForCloseAsync()
    {
        try
        {
            while (await FillAsync()) { }
        }
        catch (SocketException)
        {
            // A reset also closes the connection.
        }
    }

    /// <summary>Waits until the test ends.</summary>
    public Task HangAsync() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);

    /// <summary>Closes the connection with RST.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Dispose() => socket.Dispose();

    private async Task<bool> FillAsync()
    {
        byte[] buffer = new byte[16 * 1024];
        int read = await socket.ReceiveAsync(buffer, stop);
        _pending = [.. _pending, .. buffer.AsSpan(0, read)];
        return read > 0;
    }
}
