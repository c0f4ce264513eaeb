using System.Runtime.InteropServices;
using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Results;

/// <summary>Collects the chunk gaps of a batch of tasks and adds them to the histogram table.</summary>
internal sealed class ChunkGapRows(SqliteConnection connection, MeasuredWindow window) : IDisposable
{
    private readonly Dictionary<ChunkGapKey, LogLinearHistogram> _batch = [];
    private readonly Statement _row = Statement.Insert(
        connection,
        "chunk_gap_histogram",
        6,
        "ON CONFLICT DO UPDATE SET count = count + excluded.count"
    );

    public void Collect(TaskRecord task)
    {
        foreach (var step in task.Steps)
        {
            if (step.Call is not { ChunkGaps: { Length: > 0 } gaps })
            {
                continue;
            }

            var key = new ChunkGapKey(task.Strategy, task.IsBaseline, window.Ended(step));
            ref var histogram = ref CollectionsMarshal.GetValueRefOrAddDefault(_batch, key, out _);
            histogram ??= new LogLinearHistogram();
            foreach (var gap in gaps)
            {
                histogram.Record(gap);
            }
        }
    }

    public void Flush()
    {
        foreach (var ((strategy, isBaseline, inWindow), histogram) in _batch)
        {
            foreach (var bucket in histogram.Buckets)
            {
                _row.Add(strategy)
                    .Add(isBaseline)
                    .Add(inWindow)
                    .Add(bucket.LowestMicroseconds)
                    .Add(bucket.WidthMicroseconds)
                    .Add(bucket.Count)
                    .Run();
            }
        }

        _batch.Clear();
    }

    public void Dispose() => _row.Dispose();
}

/// <summary>Key of a chunk gap histogram.</summary>
/// <param name="Strategy">Strategy of the tasks.</param>
/// <param name="IsBaseline">True for baseline tasks.</param>
/// <param name="InWindow">True for calls that ended in the measured window.</param>
internal readonly record struct ChunkGapKey(string Strategy, bool IsBaseline, bool InWindow);
