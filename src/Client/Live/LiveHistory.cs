using AgentLoad.Measurement.Live;

namespace AgentLoad.Client.Live;

/// <summary>
/// The snapshots of a run, downsampled to a fixed capacity: when it is reached, every second snapshot is dropped and the sampling
/// interval doubles. Immutable, so views can hold on to an instance.
/// </summary>
internal sealed class LiveHistory
{
    private const int MaxPoints = 600;

    private readonly int _interval;
    private readonly int _skipped;

    private LiveHistory(IReadOnlyList<RunSnapshot> points, int interval, int skipped)
    {
        (Points, _interval, _skipped) = (points, interval, skipped);
    }

    /// <summary>The history before the first snapshot.</summary>
    public static LiveHistory Empty { get; } = new([], 1, 0);

    /// <summary>The snapshots, ordered by time.</summary>
    public IReadOnlyList<RunSnapshot> Points { get; }

    /// <summary>Returns the history with one more snapshot.</summary>
    public LiveHistory With(RunSnapshot snapshot)
    {
        if (_skipped + 1 < _interval)
        {
            return new LiveHistory(Points, _interval, _skipped + 1);
        }

        RunSnapshot[] points = [.. Points, snapshot];
        return points.Length <= MaxPoints
            ? new LiveHistory(points, _interval, 0)
            : new LiveHistory([.. points.Where((_, i) => i % 2 == 0)], _interval * 2, 0);
    }
}
