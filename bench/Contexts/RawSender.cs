using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AgentLoad.Bench.Contexts;

/// <summary>The lower bound of the cost: a socket that sends as many bytes as the client and reads the response.</summary>
internal sealed class RawSender : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _response = new byte[ContextServer.Response.Length];

    private RawSender() { }

    /// <summary>Connects to the server.</summary>
    public static async Task<RawSender> ConnectAsync(int port)
    {
        var sender = new RawSender();
        await sender._socket.ConnectAsync(IPAddress.Loopback, port);
        return sender;
    }

    /// <summary>Sends a request with a body and reads the response to its end.</summary>
    public async Task CallAsync(ReadOnlyMemory<byte> body)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"
        );
        await SendAsync(Encoding.ASCII.GetBytes(head));
        await SendAsync(body);
        for (var read = 0; read < _response.Length; )
        {
            var more = await _socket.ReceiveAsync(_response.AsMemory(read));
            read += more > 0 ? more : throw new InvalidOperationException("The server closed the connection.");
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes)..];
        }
    }
}
