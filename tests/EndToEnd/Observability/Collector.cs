using System.Collections.Concurrent;
using System.Net;
using System.Text;
using AgentLoad.Testing;

namespace AgentLoad.EndToEnd.Observability;

/// <summary>An OpenTelemetry collector that keeps what it gets.</summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, StringBuilder> _received = new();
    private readonly Task _receiving;

    public Collector()
    {
        Url = $"http://127.0.0.1:{FreePort.Next()}";
        _listener.Prefixes.Add($"{Url}/");
        _listener.Start();
        _receiving = ReceiveAsync();
    }

    public string Url { get; }

    /// <summary>Ends it.</summary>
    /// <returns>What came, byte for character, by path.</returns>
    public async Task<IReadOnlyDictionary<string, string>> StopAsync()
    {
        _listener.Stop();
        await _receiving;
        return _received.ToDictionary(r => r.Key, r => r.Value.ToString());
    }

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task ReceiveAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            lock (_received)
            {
                _received
                    .GetOrAdd(context.Request.Url!.AbsolutePath, static _ => new StringBuilder())
                    .Append(Encoding.Latin1.GetString(body.ToArray()));
            }

            context.Response.Close();
        }
    }
}
