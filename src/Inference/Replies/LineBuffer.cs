using System.Buffers;

namespace AgentLoad.Inference.Replies;

/// <summary>
/// Splits a byte stream into lines. Uses one pooled array, which grows only for lines that do not fit. A line ends with LF, CR LF or CR.
/// </summary>
internal sealed class LineBuffer : IDisposable
{
    /// <summary>Maximum length of a line: 8 MiB. The array can hold such a line and its line ending.</summary>
    public const int Limit = 8 * 1024 * 1024;

    private const int InitialSize = 4096;

    private byte[] _array = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _start;
    private int _scanned;
    private int _end;
    private bool _endsWithCarriageReturn;

    /// <summary>True if an incomplete line exceeds the limit.</summary>
    public bool IsOverLimit => _end - _start > Limit;

    /// <summary>Returns free memory for the next read; never empty.</summary>
    public Memory<byte> GetFreeMemory()
    {
        if (_start == _end)
        {
            _start = _scanned = _end = 0;
        }
        else if (_end == _array.Length)
        {
            Grow();
        }

        return _array.AsMemory(_end, Math.Min(_array.Length - _end, Limit + 2 - (_end - _start)));
    }

    /// <summary>Adds bytes that were read into the memory of <see cref="GetFreeMemory"/>.</summary>
    public void Advance(int count) => _end += count;

    /// <summary>
    /// Reads the next complete line without its line ending. The line is valid until <see cref="GetFreeMemory"/> is called.
    /// </summary>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        if (_endsWithCarriageReturn && _start < _end)
        {
            _endsWithCarriageReturn = false;
            if (_array[_start] == (byte)'\n')
            {
                _scanned = ++_start;
            }
        }

        int length = _array.AsSpan(_scanned, _end - _scanned).IndexOfAny((byte)'\n', (byte)'\r');
        if (length < 0)
        {
            _scanned = _end;
            line = default;
            return false;
        }

        int lineEnd = _scanned + length;
        line = _array.AsSpan(_start, lineEnd - _start);
        _endsWithCarriageReturn = _array[lineEnd] == (byte)'\r';
        _start = _scanned = lineEnd + 1;
        return true;
    }

    /// <summary>Returns the bytes after the last line ending.</summary>
    public ReadOnlySpan<byte> Rest() => _array.AsSpan(_start, _end - _start);

    /// <summary>Removes and returns all bytes.</summary>
    public byte[] Take()
    {
        byte[] bytes = Rest().ToArray();
        (_start, _scanned, _end, _endsWithCarriageReturn) = (0, 0, 0, false);
        return bytes;
    }

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

    private void Grow()
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
