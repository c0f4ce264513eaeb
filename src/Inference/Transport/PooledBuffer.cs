using System.Buffers;
using System.Text;

namespace AgentLoad.Inference.Transport;

/// <summary>A growable byte buffer of pooled arrays. No array is rented before the first byte; a disposed buffer is empty.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int MinArrayLength = 256;

    private byte[] _array = [];

    /// <summary>Creates an empty buffer.</summary>
    /// <param name="sizeHint">Number of bytes to reserve.</param>
    public PooledBuffer(int sizeHint = 0)
    {
        if (sizeHint > 0)
        {
            Reserve(sizeHint);
        }
    }

    /// <summary>Number of bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _array.AsSpan(0, Length);

    /// <inheritdoc cref="Written"/>
    public ReadOnlyMemory<byte> WrittenMemory => _array.AsMemory(0, Length);

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _array.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _array.AsSpan(Length);
    }

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_array.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Removes the bytes and keeps the array.</summary>
    public void Clear() => Length = 0;

    /// <summary>Returns the bytes as UTF-8 text; invalid sequences become U+FFFD.</summary>
    public override string ToString() => Length == 0 ? "" : Encoding.UTF8.GetString(Written);

    /// <inheritdoc/>
    public void Dispose()
    {
        var array = _array;
        (_array, Length) = ([], 0);
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Reserve(int more)
    {
        if (_array.Length - Length >= more)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(MinArrayLength, Math.Max(Length + more, 2 * _array.Length)));
        Written.CopyTo(larger);
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = larger;
    }
}
