using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AgentLoad.ClientCost;

/// <summary>The floor: a bare socket that reads what comes and counts line ends.</summary>
internal static class RawReader
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes("POST /api/chat HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");

    public static async Task<int> ReadAsync(int port, int lines)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(Request);
        byte[] buffer = new byte[4096];
        int seen = 0,
            read;
        // The head has 4 line feeds, a framed line 3 (size, line, frame) and the end 2.
        while (seen < 4 + lines * 3 + 2 && (read = await socket.ReceiveAsync(buffer.AsMemory())) > 0)
            seen += buffer.AsSpan(0, read).Count((byte)'\n');
        return lines;
    }
}
