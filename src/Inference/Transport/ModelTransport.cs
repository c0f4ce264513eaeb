using System.Net;

namespace AgentLoad.Inference.Transport;

/// <summary>Sends requests to one endpoint without retries, redirects, caching and timeouts.</summary>
internal sealed class ModelTransport(EndpointAddress address, HttpMessageHandler handler) : IDisposable
{
    // HttpMessageInvoker avoids the timeout, the linked token per request and the buffering of HttpClient.
    private readonly HttpMessageInvoker _invoker = new(handler);

    // llama-server announces keep-alive but sometimes closes a connection after a reply, and the next call on the connection fails. Such a
    // failure is not caused by the load, so every call to such a server uses a new connection.
    private volatile bool _closesConnections;

    /// <summary>Address of the endpoint.</summary>
    public EndpointAddress Address => address;

    /// <summary>Creates a transport with its own connection pool.</summary>
    public static ModelTransport Create(EndpointAddress address) => new(address, CreateHandler());

    /// <summary>Sends a request. Returns when the response headers have arrived.</summary>
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
            // Cancelling a call closes its connection immediately; the response is not drained.
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            UseCookies = false,
            UseProxy = false,
            // No tracing headers and no activity per call: requests contain only what the workload defines.
            ActivityHeadersPropagator = null,
        };
}
