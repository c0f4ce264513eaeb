using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.OpenAI;

/// <summary>Effect of a line of an event stream.</summary>
internal enum EventLine
{
    /// <summary>No complete event: a comment, an ignored field, or data of an incomplete event.</summary>
    Incomplete,

    /// <summary>The line completes an event.</summary>
    Event,

    /// <summary>The line starts a new event and completes the previous one without an empty line.</summary>
    EventBeforeThis,
}

/// <summary>
/// Joins the <c>data</c> lines of server-sent events (WHATWG HTML, "Server-sent events"): an event ends at an empty line, several data
/// lines are joined by LF, and one space after the colon is removed.
/// </summary>
internal sealed class EventLines : IDisposable
{
    private readonly PooledBuffer _data = new();

    /// <summary>Data of the current event.</summary>
    public ReadOnlySpan<byte> Data => _data.Written;

    /// <summary>Adds a line.</summary>
    public EventLine Accept(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            return _data.Length > 0 ? EventLine.Event : EventLine.Incomplete;
        }

        if (!TryGetData(line, out var data))
        {
            return EventLine.Incomplete;
        }
        // Some servers omit the empty line: after a complete JSON object, another object or [DONE] starts a new event.
        if (Data is [.., (byte)'}'] && (data is [(byte)'{', ..] || data.SequenceEqual("[DONE]"u8)))
        {
            return EventLine.EventBeforeThis;
        }

        if (_data.Length > 0)
        {
            _data.Append("\n"u8);
        }

        _data.Append(data);
        return data.SequenceEqual("[DONE]"u8) ? EventLine.Event : EventLine.Incomplete;
    }

    /// <summary>Starts the next event.</summary>
    public void Clear() => _data.Clear();

    /// <inheritdoc/>
    public void Dispose() => _data.Dispose();

    private static bool TryGetData(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> data)
    {
        if (line.StartsWith("\uFEFF"u8))
        {
            line = line["\uFEFF"u8.Length..];
        }

        int colon = line.IndexOf((byte)':');
        var field = colon < 0 ? line : line[..colon];
        data = colon < 0 ? [] : line[(colon + 1)..];
        if (data is [(byte)' ', ..])
        {
            data = data[1..];
        }

        return field.SequenceEqual("data"u8);
    }
}
