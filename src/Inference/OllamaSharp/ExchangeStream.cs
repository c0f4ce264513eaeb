using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.OllamaSharp;

/// <summary>
/// Passes a response body to a library. Cancelling the exchange ends every read, because the library waits for the next line without a
/// cancellation token.
/// </summary>
internal sealed class ExchangeStream(Stream body, Exchange exchange) : ReadOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await body.ReadAsync(buffer, exchange.CancellationToken).ConfigureAwait(false);
        return exchange.Receive(buffer.Span[..read]) ? read : 0;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = body.Read(buffer, offset, count);
        return exchange.Receive(buffer.AsSpan(offset, read)) ? read : 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }
}
