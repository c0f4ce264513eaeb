using System.Collections.Concurrent;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Telemetry;

/// <summary>
/// Selects completed tasks to keep as traces (tail sampling): all failed tasks, tasks slower than 95 % of the recent tasks of their group,
/// and a fraction of the others. Sampling is by task id, so every host selects the same tasks.
/// </summary>
/// <param name="share">Fraction of the other tasks, 0 to 1.</param>
internal sealed class TraceSampler(double share)
{
    private readonly BoundedNames _groups = new(32);
    private readonly ConcurrentDictionary<string, RecentLatencies> _latencies = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns why the task is kept ("failed", "slow" or "share"); null if it is not. Adds the task to the recent latencies.
    /// </summary>
    public string? ReasonToKeep(TaskRecord task)
    {
        var isSlow = _latencies.GetOrAdd(_groups.Of(task.Group), static _ => new RecentLatencies()).IsSlow(task.End - task.Start);
        return task.State is TaskState.Failed or TaskState.Lost or TaskState.OutOfBudget ? "failed"
            : isSlow ? "slow"
            : IsSampled(task.Id) ? "share"
            : null;
    }

    /// <summary>Mixes the bits of the id first (MurmurHash3 finalizer), so that consecutive ids are sampled independently.</summary>
    private bool IsSampled(long id)
    {
        var bits = (ulong)id + 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 33)) * 0xFF51AFD7ED558CCD;
        bits = (bits ^ (bits >> 33)) * 0xC4CEB9FE1A85EC53;
        return ((bits ^ (bits >> 33)) >> 11) * (1.0 / (1UL << 53)) < share;
    }

    /// <summary>The last 256 latencies and their 95th percentile.</summary>
    private sealed class RecentLatencies
    {
        private const int MinSamples = 20;
        private const int UpdateInterval = 32;

        private readonly double[] _latest = new double[256];
        private readonly Lock _gate = new();
        private long _count;
        private double _slow = double.PositiveInfinity;

        public bool IsSlow(double latency)
        {
            lock (_gate)
            {
                var isSlow = latency > _slow;
                _latest[_count++ % _latest.Length] = latency;
                if (_count >= MinSamples && (_count == MinSamples || _count % UpdateInterval == 0))
                {
                    var sorted = _latest[..(int)Math.Min(_count, _latest.Length)];
                    Array.Sort(sorted);
                    _slow = sorted[(int)(sorted.Length * 0.95)];
                }

                return isSlow;
            }
        }
    }
}
