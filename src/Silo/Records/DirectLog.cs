using System.Collections.Concurrent;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Silo.Records;

/// <summary>The log of a silo inside the process that saves the results: records go straight to them.</summary>
public sealed class DirectLog : IRecordLog
{
    private readonly ConcurrentDictionary<long, bool> _recorded = [];
    private Func<TaskRecord, ValueTask> _save = static _ => throw new InvalidOperationException("Nobody takes records yet.");

    /// <inheritdoc/>
    public string? Trouble => null;

    /// <summary>Where records go.</summary>
    public void SendTo(Func<TaskRecord, ValueTask> save) => _save = save;

    /// <inheritdoc/>
    public async Task<bool> AppendAsync(string runId, TaskRecord record, CancellationToken cancellationToken)
    {
        if (!_recorded.TryAdd(record.Id, true))
        {
            return false;
        }

        await _save(record).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public Task<IReadOnlySet<long>> RecordedAsync(string runId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<long>>(_recorded.Keys.ToHashSet());

    /// <inheritdoc/>
    public Task<long> CountAsync(string runId, CancellationToken cancellationToken) => Task.FromResult((long)_recorded.Count);

    /// <inheritdoc/>
    public Task DeleteAsync(string runId, CancellationToken cancellationToken) => Task.CompletedTask;
}
