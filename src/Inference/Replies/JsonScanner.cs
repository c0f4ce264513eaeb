using System.Buffers;

namespace AgentLoad.Inference.Replies;

/// <summary>Finds the end of a JSON document that arrives in pieces, by nesting depth. Does not validate the document.</summary>
internal struct JsonScanner
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> StringEnd = SearchValues.Create("\"\\"u8);

    private int _depth;
    private bool _hasStarted;
    private bool _isEscaped;

    /// <summary>True if every object and array that was opened is closed.</summary>
    public readonly bool IsComplete => _hasStarted && _depth <= 0 && !IsInString;

    /// <summary>True if the scanned text ends inside a string.</summary>
    public bool IsInString { get; private set; }

    /// <summary>Scans the next piece.</summary>
    public void Scan(ReadOnlySpan<byte> json)
    {
        while (!json.IsEmpty)
        {
            if (_isEscaped)
            {
                _isEscaped = false;
                json = json[1..];
                continue;
            }

            int at = json.IndexOfAny(IsInString ? StringEnd : Structure);
            if (at < 0)
            {
                return;
            }

            switch (json[at])
            {
                case (byte)'"':
                    IsInString = !IsInString;
                    break;
                case (byte)'\\':
                    _isEscaped = true;
                    break;
                case (byte)'{' or (byte)'[':
                    (_hasStarted, _depth) = (true, _depth + 1);
                    break;
                default:
                    _depth--;
                    break;
            }

            json = json[(at + 1)..];
        }
    }
}
