using System.Buffers;

namespace AgentLoad.Inference.Transport;

/// <summary>
/// Cuts a byte stream into lines in one pooled array, which grows only for a line that does not fit. A line ends in LF or CR LF.
/// </summary>
internal sealed class LineBuffer : IDisposable
{
    /// <summary>Longest line accepted: 8 MiB. The array has just room for it and its end.</summary>
    public const int Limit = 8 * 1024 * 1024;

    private const int FirstSize = 4096;

    private byte[] _array = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _start;
    private int _scanned;
    private int _end;

    /// <summary>True where an unfinished line is longer than the limit.</summary>
    public bool IsOverLimit => _end - _start > Limit;

    /// <summary>Room for the next read; never empty.</summary>
    public Memory<byte> Free()
    {
        if (_start == _end)
        {
            _start = _scanned = _end = 0;
        }
        else if (_end == _array.Length)
        {
            MakeRoom();
        }

        return _array.AsMemory(_end, Math.Min(_array.Length - _end, Limit + 2 - (_end - _start)));
    }

    /// <summary>Takes in what was read into <see cref="Free"/>.</summary>
    public void Advance(int count) => _end += count;

    /// <summary>The next whole line, without its end; valid until <see cref="Free"/> is called.</summary>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        int length = _array.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        if (length < 0)
        {
            _scanned = _end;
            line = default;
            return false;
        }
        line = WithoutCarriageReturn(_array.AsSpan(_start, _scanned + length - _start));
        _start = _scanned += length + 1;
        return true;
    }

    /// <summary>What stands after the last line end, once the stream has ended.</summary>
    public ReadOnlySpan<byte> Rest() => WithoutCarriageReturn(_array.AsSpan(_start, _end - _start));

    /// <inheritdoc/>
    public void Dispose()
    {
        var array = _array;
        (_array, _start, _scanned, _end) = ([], 0, 0, 0);
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private static ReadOnlySpan<byte> WithoutCarriageReturn(ReadOnlySpan<byte> line) => line is [.. var head, (byte)'\r'] ? head : line;

    private void MakeRoom()
    {
        var pending = _array.AsSpan(_start, _end - _start);
        if (_start >= _array.Length / 2)
        {
            pending.CopyTo(_array);
        }
        else
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(2 * _array.Length);
            pending.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_array);
            _array = larger;
        }
        (_start, _scanned, _end) = (0, _scanned - _start, _end - _start);
    }
}
