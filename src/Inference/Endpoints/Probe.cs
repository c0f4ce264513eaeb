using System.Net;
using System.Text.Json;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Endpoints;

/// <summary>Asks an endpoint short questions before a run.</summary>
/// <param name="transport">Where to ask.</param>
/// <param name="timeProvider">Measures how long an answer takes.</param>
/// <param name="startHint">What to do where no server answers.</param>
internal sealed class Probe(ModelTransport transport, TimeProvider timeProvider, string startHint)
{
    /// <summary>Longest wait for an answer that needs no model.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>The endpoint, for messages.</summary>
    public string Url => transport.Address.Url;

    /// <summary>True where the endpoint's options hold a key.</summary>
    public bool HasCredentials => transport.Address.HasCredentials;

    /// <summary>Asks; any status is an answer.</summary>
    /// <param name="path">Path under the base, or with a leading slash from the root.</param>
    /// <param name="body">JSON to post, or null to get.</param>
    /// <param name="limit">Longest wait.</param>
    /// <param name="cancellationToken">The user gave up.</param>
    /// <exception cref="EndpointException">No answer.</exception>
    public async Task<ProbeAnswer> AskAsync(string path, PooledBuffer? body, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var method = body is null ? HttpMethod.Get : HttpMethod.Post;
            using var response = await transport
                .SendAsync(method, path, body is null ? null : new PooledBody(body), both.Token)
                .ConfigureAwait(false);
            string text = await response.Content.ReadAsStringAsync(both.Token).ConfigureAwait(false);
            return new ProbeAnswer(
                response.StatusCode,
                transport.Address.Clean(ErrorText.Of(text)),
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
                $"{Url} took the question for {path} and did not answer within {limit.TotalSeconds:0} s. Is the server overloaded, or is this another kind of server?"
            );
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw new EndpointException(
                $"No TLS connection to {Url}: {(exception.InnerException ?? exception).Message} Where the server speaks plain HTTP, write http://; where its certificate comes from an authority of your own, name that authority's file in the environment variable SSL_CERT_FILE.",
                exception
            );
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            string reason = transport.Address.Clean(Failure.Of(exception).Reason);
            throw new EndpointException(
                reason == Failure.NotHttp
                    ? $"What answers at {Url} does not speak HTTP. Name a model server with --url."
                    : $"No server answers at {Url} ({reason}). {startHint}",
                exception
            );
        }
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

/// <summary>An answer to a question.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Message">The server's words on what went wrong, or the body, in one line.</param>
/// <param name="Json">The body, where it is JSON.</param>
/// <param name="MediaType">Its content type.</param>
/// <param name="Server">The Server header.</param>
/// <param name="IsSimulated">The server says that it is a simulation.</param>
internal sealed record ProbeAnswer(
    HttpStatusCode Status,
    string Message,
    JsonElement? Json,
    string MediaType,
    string? Server,
    bool IsSimulated
)
{
    /// <summary>True for 200 with JSON.</summary>
    public bool IsJson => Status is HttpStatusCode.OK && Json is { ValueKind: JsonValueKind.Object };

    /// <summary>True where the server wants other credentials.</summary>
    public bool IsRefused => Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    /// <summary>The body of a good answer.</summary>
    public JsonElement Body => Json ?? default;
}
