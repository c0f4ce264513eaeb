using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AgentLoad.Bench.ClientCost;

/// <summary>The lower bound of the cost: a socket that reads the stream and counts line feeds.</summary>
internal static class RawReader
{
    // The response head has 4 line feeds, each framed line 3 (size, line, frame) and the final chunk 2.
    private const int HeadLineFeeds = 4,
        LineFeedsPerLine = 3,
        FinalLineFeeds = 2;

    private static readonly byte[] Request = Encoding.ASCII.GetBytes("POST /api/chat HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");

    /// <summary>Reads one stream to its end and returns the number of lines.</summary>
    public static async Task<int> ReadAsync(int port, int lines)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(Request);
        var buffer = new byte[4096];
        var remaining = HeadLineFeeds + (lines * LineFeedsPerLine) + FinalLineFeeds;
        while (remaining > 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory());
            if (read == 0)
            {
                break;
            }

            remaining -= buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return lines;
    }
}
