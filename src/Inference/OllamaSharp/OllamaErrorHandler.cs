using AgentLoad.Inference.Replies;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.OllamaSharp;

/// <summary>
/// Sends the requests of OllamaSharp. An error response is thrown with the error message of the server, which OllamaSharp discards.
/// </summary>
internal sealed class OllamaErrorHandler(ModelTransport transport) : HttpMessageHandler
{
    /// <summary>True if a response has reported that the server is simulated.</summary>
    public bool IsSimulated { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await transport
            .SendAsync(request.Method, request.RequestUri!.AbsolutePath, request.Content, cancellationToken)
            .ConfigureAwait(false);
        IsSimulated |=
            response.Headers.TryGetValues("X-AgentLoad-Simulated", out var simulated)
            && simulated.Contains("true", StringComparer.OrdinalIgnoreCase);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            throw new EndpointException(
                transport.Address.Clean($"{transport.Address.Url} returned HTTP {(int)response.StatusCode}: {ErrorText.Of(body)}")
            );
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            transport.Dispose();
        }

        base.Dispose(disposing);
    }
}
