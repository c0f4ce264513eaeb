using System.Net;
using System.Net.Sockets;
using System.Text;
using AgentLoad.Bench.Common;

namespace AgentLoad.Bench.ClientCost;

/// <summary>
/// A server in a child process that answers every request with the lines of an Ollama chat, one write each, at a fixed interval.
/// </summary>
internal static class LineServer
{
    public const string Role = "line-server";

    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static readonly byte[] Line = Frame(
        """{"model":"m","created_at":"2026-11-21T11:52:00.287583643Z","message":{"role":"assistant","content":" token"},"done":false}"""
    );

    private static readonly byte[] Last =
    [
        .. Frame(
            """{"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","""
                + """ "prompt_eval_count":9,"eval_count":9}"""
        ),
        .. "0\r\n\r\n"u8,
    ];

    /// <summary>Starts the server and returns the process and its port.</summary>
    public static async Task<(ChildProcess Process, int Port)> StartAsync(StreamShape shape)
    {
        var process = ChildProcess.Start(Role, shape.ToArguments());
        return (process, int.Parse(await process.ReadLineAsync(), System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Serves in the child process; writes its port.</summary>
    public static async Task<int> ServeAsync(string[] args)
    {
        var shape = StreamShape.Parse(args);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(shape.Streams);
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        _ = AcceptAsync(listener, shape);
        await ChildProcess.WaitForParentAsync();
        return 0;
    }

    private static async Task AcceptAsync(TcpListener listener, StreamShape shape)
    {
        while (true)
        {
            _ = ServeAsync(await listener.AcceptSocketAsync(), shape);
        }
    }

    private static async Task ServeAsync(Socket socket, StreamShape shape)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var request = new byte[8 * 1024];
            while (await ReadRequestAsync(socket, request))
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes(Head));
                using var timer = new PeriodicTimer(shape.Interval);
                for (var line = 1; line < shape.Lines; line++)
                {
                    await timer.WaitForNextTickAsync();
                    await socket.SendAsync(Line);
                }

                await timer.WaitForNextTickAsync();
                await socket.SendAsync(Last);
            }
        }
    }

    private static async Task<bool> ReadRequestAsync(Socket socket, byte[] buffer)
    {
        var read = 0;
        while (true)
        {
            var more = await socket.ReceiveAsync(buffer.AsMemory(read));
            if (more == 0)
            {
                return false;
            }

            // All clients end their small request with the closing brace of its JSON.
            read += more;
            if (buffer.AsSpan(0, read).EndsWith("}"u8))
            {
                return true;
            }
        }
    }

    private static byte[] Frame(string line) => Encoding.ASCII.GetBytes($"{line.Length + 1:x}\r\n{line}\n\r\n");
}
