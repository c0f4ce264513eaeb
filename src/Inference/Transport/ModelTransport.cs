using System.Net;
using AgentLoad.Inference.Endpoints;

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

    /// <summary>Creates a transport with its own connection pool that identifies calls as the options say.</summary>
    public static ModelTransport Create(EndpointOptions options) =>
        new(EndpointAddress.From(options), CreateHandler())
        {
            IdentityOf = options.Identity is { } identity ? call => identity.Of(options.Run, call) : null,
        };

    /// <summary>Returns the headers that identify a call; null for none.</summary>
    public Func<CallRequest, IEnumerable<(string Name, string Value)>>? IdentityOf { get; init; }

    /// <summary>Sends a request. Returns when the response headers have arrived.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path relative to the base, or absolute with a leading slash.</param>
    /// <param name="body">Body; null for none.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <param name="call">Call that the request is for; null for a probe.</param>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? body,
        CancellationToken cancellationToken,
        CallRequest? call = null
    )
    {
        var request = new HttpRequestMessage(method, address.UrlOf(path))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        if (address.Authorization is { } authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        foreach (var (name, value) in address.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (call is not null && IdentityOf is { } identify)
        {
            foreach (var (name, value) in identify(call))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (_closesConnections)
        {
            request.Headers.ConnectionClose = true;
        }

        HttpResponseMessage response;
        try
        {
            response = await _invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ResponseEnded)
        {
            // The server closed a kept-alive connection without notice. Later calls must not be lost the same way.
            _closesConnections = true;
            throw;
        }

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
            // Shorter than the keep-alive timeout of common servers (uvicorn and Node.js 5 s, gunicorn 2 s): a connection that both sides
            // give up at the same time costs a call.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1.5),
            MaxResponseHeadersLength = 64,
            UseCookies = false,
            UseProxy = false,
            // No tracing headers and no activity per call: requests contain only what the workload defines.
            ActivityHeadersPropagator = null,
        };
}
