using System.Net.Http.Headers;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.OllamaSharp;

/// <summary>
/// Sends the requests of a library over the same transport as the native client and passes the response to the exchange of the call.
/// </summary>
internal sealed class ExchangeHandler(ModelTransport transport, TimeProvider timeProvider) : HttpMessageHandler
{
    private const int MaxErrorBodyBytes = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var exchange = Exchange.Current;
        var body = request.Content is null
            ? null
            : await BodyAsync(request.Content, exchange is not null, cancellationToken).ConfigureAwait(false);
        if (exchange is null)
        {
            return await transport
                .SendAsync(request.Method, request.RequestUri!.AbsolutePath, body, cancellationToken)
                .ConfigureAwait(false);
        }

        exchange.Sent = timeProvider.GetTimestamp();
        var response = await transport
            .SendAsync(request.Method, request.RequestUri!.AbsolutePath, body, cancellationToken, exchange.Request)
            .ConfigureAwait(false);
        exchange.Reply.HttpStatus = (int)response.StatusCode;
        response.Content = response.IsSuccessStatusCode
            ? new StreamContent(
                new ExchangeStream(await BodyStream.OpenAsync(response.Content, cancellationToken).ConfigureAwait(false), exchange)
            )
            : await ErrorAsync(response, exchange, cancellationToken).ConfigureAwait(false);
        return response;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            transport.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// Returns the body of the library's request with <c>truncate: false</c> added, which the library does not support: a prompt longer
    /// than the context must fail; a truncated prompt would be measured with a wrong length.
    /// </summary>
    private static async Task<HttpContent> BodyAsync(HttpContent content, bool isCall, CancellationToken cancellationToken)
    {
        var text = await content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return new StringContent(
            isCall && text.StartsWith("{\"", StringComparison.Ordinal) ? "{\"truncate\":false," + text[1..] : text,
            new MediaTypeHeaderValue("application/json")
        );
    }

    private async Task<HttpContent> ErrorAsync(HttpResponseMessage response, Exchange exchange, CancellationToken cancellationToken)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var body = new byte[MaxErrorBodyBytes];
        var length = 0;
        try
        {
            length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The status is reported without the body.
        }

        var text = Failure.TextOf(response, System.Text.Encoding.UTF8.GetString(body, 0, length));
        exchange.Reply.Finish(
            Failure.OutcomeOf(response.StatusCode),
            $"HTTP {(int)response.StatusCode}: {text}",
            timeProvider.GetTimestamp()
        );
        return new ByteArrayContent(body, 0, length);
    }
}
