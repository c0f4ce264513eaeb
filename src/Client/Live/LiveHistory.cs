using AgentLoad.Measurement.Live;

namespace AgentLoad.Client.Live;

/// <summary>
/// The snapshots of a run so far, thinned so that any length of run fits: when full, every second one goes and only each second one is
/// kept from there on. Immutable: a view may keep it while the run goes on.
/// </summary>
internal sealed class LiveHistory
{
    private const int Most = 600;

    private readonly int _each;
    private readonly int _skipped;

    private LiveHistory(IReadOnlyList<RunSnapshot> points, int each, int skipped) => (Points, _each, _skipped) = (points, each, skipped);

    /// <summary>Before the run.</summary>
    public static LiveHistory Empty { get; } = new([], 1, 0);

    /// <summary>The snapshots by time.</summary>
    public IReadOnlyList<RunSnapshot> Points { get; }

    /// <summary>The same with one more.</summary>
    public LiveHistory With(RunSnapshot snapshot)
    {
        if (_skipped + 1 < _each)
        {
            return new LiveHistory(Points, _each, _skipped + 1);
        }

        RunSnapshot[] points = [.. Points, snapshot];
        return points.Length <= Most
            ? new LiveHistory(points, _each, 0)
            : new LiveHistory([.. points.Where((_, i) => i % 2 == 0)], _each * 2, 0);
    }
}
