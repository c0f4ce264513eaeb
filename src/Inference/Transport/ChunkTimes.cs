namespace AgentLoad.Inference.Transport;

/// <summary>When the non-empty chunks of a reply came. Two lines of one read have the same instant, because they came together.</summary>
internal sealed class ChunkTimes(TimeProvider timeProvider)
{
    private float[] _gaps = [];

    /// <summary>Chunks so far.</summary>
    public int Chunks { get; private set; }

    /// <summary>The first chunk.</summary>
    public long? First { get; private set; }

    /// <summary>The first chunk that is not reasoning.</summary>
    public long? FirstOutput { get; private set; }

    /// <summary>The last chunk.</summary>
    public long? Last { get; private set; }

    /// <summary>A chunk came.</summary>
    public void Add(long arrived, bool isOutput)
    {
        if (Last is { } last)
        {
            if (Chunks > _gaps.Length)
            {
                Array.Resize(ref _gaps, Math.Max(32, 2 * _gaps.Length));
            }

            _gaps[Chunks - 1] = (float)timeProvider.GetElapsedTime(last, arrived).TotalSeconds;
        }
        First ??= arrived;
        if (isOutput)
        {
            FirstOutput ??= arrived;
        }

        Last = arrived;
        Chunks++;
    }

    /// <summary>Gaps between consecutive chunks, seconds.</summary>
    public float[] Gaps() => Chunks < 2 ? [] : _gaps[..(Chunks - 1)];
}
