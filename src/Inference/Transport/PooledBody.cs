using System.Net;
using System.Net.Http.Headers;

namespace AgentLoad.Inference.Transport;

/// <summary>
/// A JSON request body that returns its memory to the pool as soon as it is sent, so that calls waiting for their first token do not hold
/// it. It is sent at most once, because the handler never retries HTTP/1.1 POST requests that it has started to send.
/// </summary>
internal sealed class PooledBody : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly PooledBuffer _body;
    private readonly int _length;

    public PooledBody(PooledBuffer body)
    {
        _body = body;
        _length = body.Length;
        Headers.ContentType = Json;
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_body.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _body.Dispose();
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }
}
