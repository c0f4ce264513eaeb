using System.Collections.Concurrent;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Grains.Records;

/// <summary>Records of silos in the process that saves the results: they go straight to it.</summary>
internal sealed class InMemoryRecordLog : IRecordLog
{
    private readonly ConcurrentDictionary<string, Run> _runs = new(StringComparer.Ordinal);

    public string? Error => null;

    /// <summary>The records of one run.</summary>
    public IRecordSource Of(string runId) => RunOf(runId);

    public Task<bool> AppendAsync(
        string runId,
        TaskRecord record,
        IReadOnlyDictionary<string, int> calls,
        CancellationToken cancellationToken
    ) => RunOf(runId).AppendAsync(record, calls);

    public Task<bool> AddCallsAsync(string runId, string silo, int calls, CancellationToken cancellationToken)
    {
        var run = RunOf(runId);
        if (!run.IsClosed)
        {
            run.AddCalls(silo, calls);
        }

        return Task.FromResult(!run.IsClosed);
    }

    public Task CloseAsync(string runId, CancellationToken cancellationToken)
    {
        RunOf(runId).IsClosed = true;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<string, long>> UnrecordedCallsAsync(string runId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(RunOf(runId).UnrecordedCalls());

    public Task<IReadOnlySet<long>> RecordedAsync(string runId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<long>>(RunOf(runId).Recorded());

    public Task SaveReportAsync(string runId, SiloReport report, CancellationToken cancellationToken)
    {
        RunOf(runId).Reports[report.Silo] = report;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SiloReport>> ReportsAsync(string runId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SiloReport>>([.. RunOf(runId).Reports.Values]);

    public Task DeleteAsync(string runId, CancellationToken cancellationToken)
    {
        _runs.TryRemove(runId, out _);
        return Task.CompletedTask;
    }

    private Run RunOf(string runId) => _runs.GetOrAdd(runId, static _ => new Run());

    private sealed class Run : IRecordSource
    {
        private readonly ConcurrentDictionary<long, bool> _recorded = [];
        private readonly TaskCompletionSource<Func<TaskRecord, ValueTask>> _save = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private readonly ConcurrentDictionary<string, long> _unrecorded = new(StringComparer.Ordinal);
        private volatile bool _isClosed;

        public bool IsClosed
        {
            get => _isClosed;
            set => _isClosed = value;
        }

        public ConcurrentDictionary<string, SiloReport> Reports { get; } = new(StringComparer.Ordinal);

        public HashSet<long> Recorded() => [.. _recorded.Keys];

        public void AddCalls(string silo, long calls) => _unrecorded.AddOrUpdate(silo, calls, (_, before) => before + calls);

        public Dictionary<string, long> UnrecordedCalls() => new(_unrecorded, StringComparer.Ordinal);

        public async Task<bool> AppendAsync(TaskRecord record, IReadOnlyDictionary<string, int> calls)
        {
            if (_isClosed || !_recorded.TryAdd(record.Id, true))
            {
                return false;
            }

            foreach (var (silo, count) in calls)
            {
                AddCalls(silo, -count);
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

        /// <summary>Ends with the run, or with the first record that could not be saved.</summary>
        public async Task ReadAllAsync(Func<TaskRecord, ValueTask> save, CancellationToken ended)
        {
            _save.SetResult(save);
            await using var registration = ended.Register(() => _ended.TrySetResult()).ConfigureAwait(false);
            await _ended.Task.ConfigureAwait(false);
        }
    }
}
