using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace AgentLoad.EndToEnd.Https;

/// <summary>Speaks TLS to whoever comes, and plain HTTP to a server behind it.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly Uri _server;
    private readonly Task _serving;

    public TlsFront(string certificate, string key, string server)
    {
        (_certificate, _server) = (X509Certificate2.CreateFromPemFile(certificate, key), new Uri(server));
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"https://{_listener.LocalEndpoint}");

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _certificate.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                _ = PassAsync(await _listener.AcceptTcpClientAsync());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var front = client;
        using var back = new TcpClient { NoDelay = true };
        front.NoDelay = true;
        try
        {
            await using var secure = new SslStream(front.GetStream());
            await secure.AuthenticateAsServerAsync(_certificate);
            await back.ConnectAsync(_server.Host, _server.Port);
            await Task.WhenAny(secure.CopyToAsync(back.GetStream()), back.GetStream().CopyToAsync(secure));
        }
        catch (Exception e) when (e is IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // A client that does not trust the certificate goes away.
        }
    }
}
