using System.Collections.Concurrent;
using AgentLoad.Measurement.Records;
using AgentLoad.Silo.Clients;

namespace AgentLoad.Silo.Records;

/// <summary>The log of a silo inside the process that saves the results: records go straight to them.</summary>
internal sealed class DirectLog : IRecordLog, IRecordFlow
{
    private readonly ConcurrentDictionary<long, bool> _recorded = [];
    private readonly TaskCompletionSource<Func<TaskRecord, ValueTask>> _save = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string? Trouble => null;

    public async Task<bool> AppendAsync(string runId, TaskRecord record, CancellationToken cancellationToken)
    {
        if (!_recorded.TryAdd(record.Id, true))
        {
            return false;
        }

        try
        {
            await (await _save.Task.ConfigureAwait(false))(record).ConfigureAwait(false);
            return true;
        }
        catch (Exception e)
        {
            _ended.TrySetException(e);
            throw;
        }
    }

    public Task<IReadOnlySet<long>> RecordedAsync(string runId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<long>>(_recorded.Keys.ToHashSet());

    public Task DeleteAsync(string runId, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends with the run, or with the first record that could not be saved.</summary>
    public async Task TakeAsync(Func<TaskRecord, ValueTask> save, CancellationToken ended)
    {
        _save.SetResult(save);
        await using var registration = ended.Register(() => _ended.TrySetResult()).ConfigureAwait(false);
        await _ended.Task.ConfigureAwait(false);
    }
}
