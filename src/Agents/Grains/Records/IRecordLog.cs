using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Grains.Records;

/// <summary>
/// Where silos keep the records of tasks until they are with the results. Each task of a run is kept once, whatever is repeated.
/// </summary>
internal interface IRecordLog
{
    /// <summary>What keeps records from being saved now, in one line, or null.</summary>
    string? Error { get; }

    /// <summary>Keeps a record: once this returns, it survives the death of any process. Waits for as long as it takes.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="record">The record.</param>
    /// <param name="calls">Its calls by the silo that made them.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False if the task was recorded before or the log is closed; this record is then dropped.</returns>
    Task<bool> AppendAsync(string runId, TaskRecord record, IReadOnlyDictionary<string, int> calls, CancellationToken cancellationToken);

    /// <summary>Counts calls that a silo is about to send. Waits for as long as it takes.</summary>
    /// <returns>False if the log is closed: the calls were not counted, and must not be sent.</returns>
    Task<bool> AddCallsAsync(string runId, string silo, int calls, CancellationToken cancellationToken);

    /// <summary>
    /// Closes the log of a run that has ended. A silo that was frozen until now, and that the run no longer knows, can neither send a call
    /// nor record a task after this. It stays closed when the log is deleted.
    /// </summary>
    Task CloseAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Calls that each silo has sent and that are in no record; those in progress are among them.</summary>
    Task<IReadOnlyDictionary<string, long>> UnrecordedCallsAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Numbers of the tasks recorded so far.</summary>
    Task<IReadOnlySet<long>> RecordedAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Saves a silo's report for the case that the run's grain loses its memory together with that silo.</summary>
    Task SaveReportAsync(string runId, SiloReport report, CancellationToken cancellationToken);

    /// <summary>The last saved report of every silo.</summary>
    Task<IReadOnlyList<SiloReport>> ReportsAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Deletes everything about a run.</summary>
    Task DeleteAsync(string runId, CancellationToken cancellationToken);
}
