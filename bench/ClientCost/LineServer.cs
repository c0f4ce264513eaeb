using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AgentLoad.ClientCost;

/// <summary>Answers every request with lines of an Ollama chat, one write each, at an even interval: the load on the client under test.</summary>
internal static class LineServer
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static readonly byte[] Line = Frame(
        """{"model":"m","created_at":"2026-11-21T11:52:00.287583643Z","message":{"role":"assistant","content":" token"},"done":false}"""
    );
    private static readonly byte[] Last =
    [
        .. Frame(
            """{"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":9,"eval_count":9}"""
        ),
        .. "0\r\n\r\n"u8,
    ];

    public static async Task ServeAsync(Shape shape)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(shape.Streams);
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        // Reading standard input blocks its thread; at its end the parent is gone.
        _ = Task.Run(() =>
        {
            Console.In.ReadToEnd();
            Environment.Exit(0);
        });
        while (true)
            _ = ServeAsync(await listener.AcceptSocketAsync(), shape);
    }

    private static async Task ServeAsync(Socket socket, Shape shape)
    {
        using (socket)
        {
            socket.NoDelay = true;
            byte[] request = new byte[8 * 1024];
            while (await ReadRequestAsync(socket, request))
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes(Head));
                using var timer = new PeriodicTimer(shape.Interval);
                for (int line = 1; line < shape.Lines; line++)
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
        int read = 0;
        while (true)
        {
            int more = await socket.ReceiveAsync(buffer.AsMemory(read));
            if (more == 0)
                return false;
            // Both clients end their small request with the closing brace of its JSON.
            read += more;
            if (buffer.AsSpan(0, read).EndsWith("}"u8))
                return true;
        }
    }

    private static byte[] Frame(string line) => Encoding.ASCII.GetBytes($"{line.Length + 1:x}\r\n{line}\n\r\n");
}
