using System.Net;

namespace AgentLoad.Inference.Tests.Fakes;

/// <summary>Responds with a body that arrives in exactly the given pieces, one per read. A callback runs before each piece.</summary>
internal sealed class PieceHandler(IEnumerable<byte[]> pieces, string mediaType, Action<int>? beforePiece = null) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new StreamContent(new PieceStream(pieces.GetEnumerator(), beforePiece));
        content.Headers.ContentType = new(mediaType);
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
    }

    private sealed class PieceStream(IEnumerator<byte[]> pieces, Action<int>? beforePiece) : Stream
    {
        private ReadOnlyMemory<byte> _piece;
        private int _number;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_piece.IsEmpty && pieces.MoveNext())
            {
                beforePiece?.Invoke(_number++);
                _piece = pieces.Current;
            }
            int count = Math.Min(buffer.Length, _piece.Length);
            _piece[..count].CopyTo(buffer);
            _piece = _piece[count..];
            return ValueTask.FromResult(count);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
