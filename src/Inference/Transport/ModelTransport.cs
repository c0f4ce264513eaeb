using System.Net;

namespace AgentLoad.Inference.Transport;

/// <summary>Sends requests to one endpoint. Nothing is repeated, redirected, cached or timed out here.</summary>
internal sealed class ModelTransport(EndpointAddress address, HttpMessageHandler handler) : IDisposable
{
    // The invoker, not HttpClient: no timeout of its own, no linked token per request and no buffering to switch off.
    private readonly HttpMessageInvoker _invoker = new(handler);

    // llama-server says keep-alive, yet closes a connection now and then just after a reply: the next call on it is lost within
    // milliseconds. Such a loss is no load that an agent caused, so each call to such a server has a connection of its own.
    private volatile bool _closesConnections;

    /// <summary>Where the requests go.</summary>
    public EndpointAddress Address => address;

    /// <summary>A transport over sockets of its own.</summary>
    public static ModelTransport Over(EndpointAddress address) => new(address, CreateHandler());

    /// <summary>Sends a request; returns when the headers are there.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, new Uri(address.Base, path))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        if (address.Authorization is { } authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (_closesConnections)
        {
            request.Headers.ConnectionClose = true;
        }

        var response = await _invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (
            !_closesConnections
            && response.Headers.TryGetValues("Server", out var server)
            && server.Any(name => name.StartsWith("llama.cpp", StringComparison.Ordinal))
        )
        {
            _closesConnections = true;
        }

        return response;
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private static SocketsHttpHandler CreateHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            MaxConnectionsPerServer = int.MaxValue,
            // A reply that is given up closes its connection at once instead of being read to its end.
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            UseCookies = false,
            UseProxy = false,
            // No tracing headers and no activity per call: the load must be what the workload says.
            ActivityHeadersPropagator = null,
        };
}
