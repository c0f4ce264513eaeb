using System.Text;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Replies;

/// <summary>Effect of a line of a reply.</summary>
internal enum FramedLine
{
    /// <summary>No complete payload: a comment, an ignored field, or a part of a payload.</summary>
    Incomplete,

    /// <summary>The line itself is a payload: JSON without framing.</summary>
    Line,

    /// <summary>The line completes the payload in <see cref="ReplyFraming.Payload"/>.</summary>
    Payload,

    /// <summary>The line starts a new payload and thereby completes the previous one. Pass the line again after reading it.</summary>
    PayloadBeforeThis,
}

/// <summary>Kind of a payload.</summary>
internal enum PayloadKind
{
    /// <summary>A part of the reply.</summary>
    Message,

    /// <summary>An error: <c>event: error</c> or an <c>error:</c> field.</summary>
    Error,

    /// <summary>A keep-alive without content.</summary>
    Ping,
}

/// <summary>
/// Finds the payloads in the lines of a reply, regardless of the announced content type: server-sent events (WHATWG HTML, "Server-sent
/// events"), one JSON document per line, and JSON documents over several lines.
/// </summary>
internal sealed class ReplyFraming : IDisposable
{
    private const int MaxOtherText = 2000;

    private readonly PooledBuffer _data = new();
    private readonly PooledBuffer _other = new();
    private JsonScanner _scanner;
    private int _scanned;
    private bool _isBareJson;

    /// <summary>Payload that is complete or being received.</summary>
    public ReadOnlySpan<byte> Payload => _data.Written;

    /// <summary>Kind of the payload.</summary>
    public PayloadKind Kind { get; private set; }

    /// <summary>Start of the text that is neither an event nor JSON, for example an HTML page.</summary>
    public string OtherText => _other.ToString();

    /// <summary>Processes a line without its line ending.</summary>
    public FramedLine Accept(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("\uFEFF"u8))
        {
            line = line["\uFEFF"u8.Length..];
        }

        if (_isBareJson)
        {
            return AcceptBareJson(line);
        }

        if (line.IsEmpty)
        {
            return _data.Length > 0 ? FramedLine.Payload : Reset();
        }

        return line.TrimStart(" \t"u8) is [(byte)'{' or (byte)'[', ..] ? StartBareJson(line) : AcceptField(line);
    }

    /// <summary>Starts the next payload.</summary>
    public void Clear()
    {
        _data.Clear();
        Reset();
    }

    /// <summary>Keeps a payload that is not JSON for error messages.</summary>
    public void AddOtherText(ReadOnlySpan<byte> text)
    {
        var line = text.Trim(" \t\r\n"u8);
        if (line.IsEmpty || _other.Length >= MaxOtherText)
        {
            return;
        }

        if (_other.Length > 0)
        {
            _other.Append("\n"u8);
        }

        _other.Append(line[..Math.Min(line.Length, MaxOtherText)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _data.Dispose();
        _other.Dispose();
    }

    private FramedLine StartBareJson(ReadOnlySpan<byte> line)
    {
        if (_data.Length > 0)
        {
            return FramedLine.PayloadBeforeThis;
        }

        var scanner = new JsonScanner();
        scanner.Scan(line);
        if (scanner.IsComplete || scanner.IsInString)
        {
            // A line that ends inside a string is invalid JSON: the parser reports it.
            return FramedLine.Line;
        }

        (_isBareJson, _scanner) = (true, scanner);
        _data.Append(line);
        return FramedLine.Incomplete;
    }

    private FramedLine AcceptBareJson(ReadOnlySpan<byte> line)
    {
        _data.Append("\n"u8);
        _data.Append(line);
        _scanner.Scan(line);
        return _scanner.IsComplete || _scanner.IsInString ? FramedLine.Payload : FramedLine.Incomplete;
    }

    private FramedLine AcceptField(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        var field = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? [] : line[(colon + 1)..];
        if (value is [(byte)' ', ..])
        {
            value = value[1..];
        }

        if (field.SequenceEqual("data"u8))
        {
            return AcceptData(value);
        }

        if (field.SequenceEqual("event"u8))
        {
            return AcceptEvent(value);
        }

        if (field.SequenceEqual("error"u8))
        {
            // Some versions of llama-server send an error in a separate field.
            return AcceptError(value);
        }

        if (!field.IsEmpty && !field.SequenceEqual("id"u8) && !field.SequenceEqual("retry"u8))
        {
            AddOtherText(line);
        }

        return FramedLine.Incomplete;
    }

    private FramedLine AcceptData(ReadOnlySpan<byte> value)
    {
        if (_data.Length > 0)
        {
            // Some servers omit the empty line: data after complete JSON starts a new event.
            if (IsDataComplete())
            {
                return FramedLine.PayloadBeforeThis;
            }

            _data.Append("\n"u8);
        }

        _data.Append(value);
        return IsDone(value) ? FramedLine.Payload : FramedLine.Incomplete;
    }

    private FramedLine AcceptEvent(ReadOnlySpan<byte> name)
    {
        if (_data.Length > 0 && IsDataComplete())
        {
            return FramedLine.PayloadBeforeThis;
        }

        name = name.Trim(" \t"u8);
        Kind =
            Ascii.EqualsIgnoreCase(name, "error"u8) ? PayloadKind.Error
            : IsPing(name) ? PayloadKind.Ping
            : PayloadKind.Message;
        return FramedLine.Incomplete;
    }

    private FramedLine AcceptError(ReadOnlySpan<byte> value)
    {
        if (_data.Length > 0)
        {
            return FramedLine.PayloadBeforeThis;
        }

        Kind = PayloadKind.Error;
        _data.Append(value);
        return FramedLine.Payload;
    }

    private bool IsDataComplete()
    {
        _scanner.Scan(_data.Written[_scanned..]);
        _scanned = _data.Length;
        return _scanner.IsComplete;
    }

    private FramedLine Reset()
    {
        (_scanner, _scanned, _isBareJson, Kind) = (default, 0, false, PayloadKind.Message);
        return FramedLine.Incomplete;
    }

    /// <summary>Returns true for the payload that ends an event stream.</summary>
    public static bool IsDone(ReadOnlySpan<byte> payload) => Ascii.EqualsIgnoreCase(payload.Trim(" \t\r\n"u8), "[DONE]"u8);

    private static bool IsPing(ReadOnlySpan<byte> name) =>
        Ascii.EqualsIgnoreCase(name, "ping"u8)
        || Ascii.EqualsIgnoreCase(name, "keepalive"u8)
        || Ascii.EqualsIgnoreCase(name, "keep-alive"u8)
        || Ascii.EqualsIgnoreCase(name, "heartbeat"u8);
}
