using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.OpenAI;

/// <summary>What a line of an event stream means.</summary>
internal enum EventLine
{
    /// <summary>Nothing yet: a comment, an unused field, or data of an event that goes on.</summary>
    Nothing,

    /// <summary>An event is whole.</summary>
    Event,

    /// <summary>The line is data of a new event, and the event before it is whole though no empty line said so.</summary>
    EventBeforeThis,
}

/// <summary>
/// Puts the <c>data</c> lines of a server-sent event together (WHATWG HTML, "Server-sent events"): one event ends at an empty line,
/// several data lines are joined by LF, one space after the colon is dropped.
/// </summary>
internal sealed class EventLines : IDisposable
{
    private readonly PooledBuffer _data = new();

    /// <summary>The data of the event.</summary>
    public ReadOnlySpan<byte> Data => _data.Written;

    /// <summary>Takes in a line.</summary>
    public EventLine Accept(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            return _data.Length > 0 ? EventLine.Event : EventLine.Nothing;
        }

        if (!TryGetData(line, out var data))
        {
            return EventLine.Nothing;
        }
        // Some servers leave the empty line out: after an object that is closed, another object or the end mark is a new event.
        if (Data is [.., (byte)'}'] && (data is [(byte)'{', ..] || data.SequenceEqual("[DONE]"u8)))
        {
            return EventLine.EventBeforeThis;
        }

        if (_data.Length > 0)
        {
            _data.Append("\n"u8);
        }

        _data.Append(data);
        return data.SequenceEqual("[DONE]"u8) ? EventLine.Event : EventLine.Nothing;
    }

    /// <summary>Begins the next event.</summary>
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
