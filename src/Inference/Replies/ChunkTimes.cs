namespace AgentLoad.Inference.Replies;

/// <summary>Arrival times of the non-empty chunks of a reply. Lines received in the same read have the same time.</summary>
internal sealed class ChunkTimes(TimeProvider timeProvider)
{
    private float[] _gaps = [];

    /// <summary>Number of chunks so far.</summary>
    public int Chunks { get; private set; }

    /// <summary>Time of the first chunk; null if there is none.</summary>
    public long? First { get; private set; }

    /// <summary>Time of the first chunk with non-reasoning output; null if there is none.</summary>
    public long? FirstOutput { get; private set; }

    /// <summary>Time of the last chunk; null if there is none.</summary>
    public long? Last { get; private set; }

    /// <summary>Adds a chunk.</summary>
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

    /// <summary>Returns the gaps between consecutive chunks, seconds.</summary>
    public float[] Gaps() => Chunks < 2 ? [] : _gaps[..(Chunks - 1)];
}
