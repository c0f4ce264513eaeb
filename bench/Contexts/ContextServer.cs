using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AgentLoad.Bench.Common;

namespace AgentLoad.Bench.Contexts;

/// <summary>A server in a child process that reads requests of any length and answers each with the same short event stream.</summary>
internal static class ContextServer
{
    public const string Role = "context-server";

    private const string Body =
        """data: {"model":"m","choices":[{"index":0,"delta":{"content":"Thought: one more step is needed."},"finish_reason":"stop"}]}"""
        + "\n\n"
        + """data: {"choices":[],"usage":{"prompt_tokens":100000,"completion_tokens":8}}"""
        + "\n\ndata: [DONE]\n\n";

    /// <summary>Response to every request, with its head.</summary>
    public static readonly byte[] Response = Encoding.ASCII.GetBytes(
        string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"
        )
    );

    /// <summary>Starts the server and returns the process and its port.</summary>
    public static async Task<(ChildProcess Process, int Port)> StartAsync()
    {
        var process = ChildProcess.Start(Role);
        return (process, int.Parse(await process.ReadLineAsync(), CultureInfo.InvariantCulture));
    }

    /// <summary>Serves in the child process; writes its port.</summary>
    public static async Task<int> ServeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        _ = AcceptAsync(listener);
        await ChildProcess.WaitForParentAsync();
        return 0;
    }

    private static async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            _ = ServeAsync(await listener.AcceptSocketAsync());
        }
    }

    private static async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
            try
            {
                while (await ReadRequestAsync(socket, buffer))
                {
                    await socket.SendAsync(Response);
                }
            }
            catch (SocketException)
            {
                // The client has closed the connection.
            }

            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<bool> ReadRequestAsync(Socket socket, byte[] buffer)
    {
        var read = 0;
        int end;
        while ((end = buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8)) < 0)
        {
            var more = await socket.ReceiveAsync(buffer.AsMemory(read));
            if (more == 0)
            {
                return false;
            }

            read += more;
        }

        var head = Encoding.ASCII.GetString(buffer, 0, end);
        const string field = "Content-Length: ";
        var start = head.IndexOf(field, StringComparison.OrdinalIgnoreCase) + field.Length;
        var length = int.Parse(head[start..].Split('\r')[0], CultureInfo.InvariantCulture);
        for (var remaining = length - (read - end - 4); remaining > 0; )
        {
            var more = await socket.ReceiveAsync(buffer.AsMemory());
            if (more == 0)
            {
                return false;
            }

            remaining -= more;
        }

        return true;
    }
}
