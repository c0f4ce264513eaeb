using System.IO.Compression;

namespace AgentLoad.Inference.Transport;

/// <summary>
/// Opens the body of a response. The client never asks for compression, but some gateways compress anyway, with or without announcing it.
/// </summary>
internal static class BodyStream
{
    private const int PeekedBytes = 2;

    /// <summary>Returns the uncompressed body. Returns before the first byte of an uncompressed body arrives.</summary>
    public static async ValueTask<Stream> OpenAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return content.Headers.ContentEncoding.LastOrDefault()?.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(stream, CompressionMode.Decompress),
            "deflate" => new ZLibStream(stream, CompressionMode.Decompress),
            "br" => new BrotliStream(stream, CompressionMode.Decompress),
            _ => new SniffingStream(stream),
        };
    }

    private static bool IsGzip(ReadOnlySpan<byte> start) => start is [0x1F, 0x8B, ..];

    /// <summary>Passes a body through unless its first read starts with the mark of gzip.</summary>
    private sealed class SniffingStream(Stream body) : ReadOnlyStream
    {
        private Stream? _decoded;
        private bool _isSniffed;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_isSniffed)
            {
                return await (_decoded ?? body).ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }

            int read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 1 && buffer.Span[0] == 0x1F && buffer.Length >= PeekedBytes)
            {
                read += await body.ReadAsync(buffer[1..], cancellationToken).ConfigureAwait(false);
            }

            _isSniffed = true;
            if (!IsGzip(buffer.Span[..read]))
            {
                return read;
            }

            _decoded = new GZipStream(new PrefixedStream(buffer[..read].ToArray(), body), CompressionMode.Decompress);
            return await _decoded.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _decoded?.Dispose();
                body.Dispose();
            }

            base.Dispose(disposing);
        }
    }

    /// <summary>Bytes that were already read, followed by the rest of the body.</summary>
    private sealed class PrefixedStream(byte[] prefix, Stream body) : ReadOnlyStream
    {
        private int _taken;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = Math.Min(buffer.Length, prefix.Length - _taken);
            if (count == 0)
            {
                return body.ReadAsync(buffer, cancellationToken);
            }

            prefix.AsSpan(_taken, count).CopyTo(buffer.Span);
            _taken += count;
            return ValueTask.FromResult(count);
        }
    }
}
