using System.Net;
using System.Text.Json;
using AgentLoad.Inference.Replies;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Endpoints;

/// <summary>Sends short requests to an endpoint before a run.</summary>
/// <param name="transport">Transport to the endpoint.</param>
/// <param name="timeProvider">Time provider for timeouts.</param>
/// <param name="startHint">Remedy shown if no server is reachable.</param>
internal sealed class Probe(ModelTransport transport, TimeProvider timeProvider, string startHint)
{
    /// <summary>Timeout of requests that do not need a loaded model.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Timeout of loading a model. Large models on slow disks take minutes.</summary>
    public static readonly TimeSpan LoadTimeout = TimeSpan.FromMinutes(15);

    private const int MaxBodyBytes = 8 * 1024 * 1024;

    /// <summary>URL of the endpoint, for messages.</summary>
    public string Url => transport.Address.Url;

    /// <summary>True if the endpoint has credentials.</summary>
    public bool HasCredentials => transport.Address.HasCredentials;

    /// <summary>URL that a path is requested from, without its query, for messages.</summary>
    public string UrlOf(string path) => transport.Address.UrlOf(path).GetLeftPart(UriPartial.Path);

    /// <summary>Sends a request. Every HTTP status counts as a response.</summary>
    /// <param name="path">Path relative to the base, or absolute with a leading slash.</param>
    /// <param name="body">JSON to post; null for a GET request.</param>
    /// <param name="timeout">Timeout of the request.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="EndpointException">The server did not respond.</exception>
    public async Task<ProbeResponse> SendAsync(string path, PooledBuffer? body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timeoutSource = new CancellationTokenSource(timeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeoutSource.Token, cancellationToken);
        try
        {
            var method = body is null ? HttpMethod.Get : HttpMethod.Post;
            using var response = await transport
                .SendAsync(method, path, body is null ? null : new PooledBody(body), linked.Token)
                .ConfigureAwait(false);
            string text = await ReadAsync(response.Content, linked.Token).ConfigureAwait(false);
            return new ProbeResponse(
                response.StatusCode,
                transport.Address.Clean(Failure.TextOf(response, text)),
                Parse(text),
                response.Content.Headers.ContentType?.MediaType ?? "no content type",
                response.Headers.TryGetValues("Server", out var server) ? string.Join(' ', server) : null,
                response.Headers.TryGetValues("X-AgentLoad-Simulated", out var simulated)
                    && simulated.Contains("true", StringComparer.OrdinalIgnoreCase)
            );
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new EndpointException(
                $"The server accepted the request for {UrlOf(path)} but did not respond within {timeout.TotalSeconds:0} s. "
                    + "The server is overloaded or is not a model server."
            );
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw new EndpointException(
                $"TLS connection to {Url} failed: {(exception.InnerException ?? exception).Message} "
                    + "If the server uses plain HTTP, change the URL to http://. If its certificate was issued by a private CA, "
                    + "set the environment variable SSL_CERT_FILE to the CA certificate file.",
                exception
            );
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            string reason = transport.Address.Clean(Failure.Of(exception).Reason);
            throw new EndpointException(
                reason == Failure.NotHttp
                    ? $"The server at {Url} does not speak HTTP. Specify a model server with --url."
                    : $"No server responds at {Url} ({reason}). {startHint}",
                exception
            );
        }
    }

    private async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var stream = await BodyStream.OpenAsync(content, cancellationToken).ConfigureAwait(false);
        using var body = new PooledBuffer();
        int read;
        while ((read = await stream.ReadAsync(body.GetMemory(4096), cancellationToken).ConfigureAwait(false)) > 0)
        {
            body.Advance(read);
            if (body.Length > MaxBodyBytes)
            {
                throw new EndpointException(
                    $"The response of {Url} is larger than {MaxBodyBytes} bytes: it is not a model server. Specify another one with --url."
                );
            }
        }

        return LooseText.Decode(body.Written);
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Response to a probe request.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Message">Error message of the server, or the body, in one line.</param>
/// <param name="Json">Body if it is JSON; otherwise null.</param>
/// <param name="MediaType">Content type.</param>
/// <param name="Server">The Server header.</param>
/// <param name="IsSimulated">True if the server reports that it is simulated.</param>
internal sealed record ProbeResponse(
    HttpStatusCode Status,
    string Message,
    JsonElement? Json,
    string MediaType,
    string? Server,
    bool IsSimulated
)
{
    /// <summary>True if the status is 2xx and the body is a JSON object.</summary>
    public bool IsJson => (int)Status is >= 200 and < 300 && Json is { ValueKind: JsonValueKind.Object };

    /// <summary>True if the server does not have the operation (404, 405, 501, or a redirect).</summary>
    public bool IsMissing =>
        Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented or HttpStatusCode.Gone
        || (int)Status is >= 300 and < 400;

    /// <summary>True if the server denies access (401, 403).</summary>
    public bool IsUnauthorized => Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    /// <summary>Body of a successful response.</summary>
    public JsonElement Body => Json ?? default;
}
