using System.Collections.Concurrent;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Telemetry;

/// <summary>
/// Which tasks are kept as traces, decided when they have ended: all that failed, those slower than 95 % of the latest tasks of their
/// group, and a share of the others, drawn by the task's number so that every host draws the same.
/// </summary>
/// <param name="share">Share of the other tasks, 0 to 1.</param>
public sealed class TraceChoice(double share)
{
    private readonly BoundedNames _groups = new(32);
    private readonly ConcurrentDictionary<string, LatestLatencies> _latencies = new(StringComparer.Ordinal);

    /// <summary>Why the task is kept ("failed", "slow" or "share"); null where it is not. Counts the task among the latest.</summary>
    public string? Why(TaskRecord task)
    {
        var isSlow = _latencies.GetOrAdd(_groups.Of(task.Group), static _ => new LatestLatencies()).IsSlow(task.End - task.Start);
        return task.State is TaskState.Failed or TaskState.Lost or TaskState.OutOfBudget ? "failed"
            : isSlow ? "slow"
            : IsDrawn(task.Id) ? "share"
            : null;
    }

    /// <summary>Neighbouring numbers must not be drawn together: their bits are mixed first (the finalizer of MurmurHash3).</summary>
    private bool IsDrawn(long id)
    {
        var bits = (ulong)id + 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 33)) * 0xFF51AFD7ED558CCD;
        bits = (bits ^ (bits >> 33)) * 0xC4CEB9FE1A85EC53;
        return ((bits ^ (bits >> 33)) >> 11) * (1.0 / (1UL << 53)) < share;
    }

    /// <summary>The last 256 latencies, and the value that 5 % of them exceed.</summary>
    private sealed class LatestLatencies
    {
        private const int Fewest = 20;
        private const int RenewEvery = 32;

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
                if (_count >= Fewest && (_count == Fewest || _count % RenewEvery == 0))
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
