using System.Reflection;
using System.Text.Json;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Servers;
using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Results;

/// <summary>
/// Saves a run to a folder: the resolved workload, <c>run.db</c> and, on completion, <c>summary.json</c>. Acknowledged records survive a
/// crash of the process. Appending is thread-safe.
/// </summary>
internal sealed class RunStore : IAsyncDisposable
{
    private readonly SqliteConnection _connection;
    private readonly RunWriter _writer;
    private bool _closed;

    private RunStore(string folder, RunFacts facts, SqliteConnection connection, RunStoreOptions options, TimeProvider time)
    {
        (Folder, Facts, _connection) = (folder, facts, connection);
        _writer = new RunWriter(connection, DatabasePath, MeasuredWindow.Of(facts), options, time);
    }

    /// <summary>Full path of the folder of the run.</summary>
    public string Folder { get; }

    /// <summary>The saved facts; the id is the folder name.</summary>
    public RunFacts Facts { get; }

    /// <summary>
    /// The write error (for example, disk full) after which no more records are saved; null if there is none. Acknowledged records stay
    /// saved.
    /// </summary>
    public RunStoreException? Failure => _writer.Failure;

    private string DatabasePath => Path.Combine(Folder, RunFolder.DatabaseName);

    /// <summary>
    /// Creates the folder <c>dir/yyyyMMddTHHmmssZ-name</c> (with suffix -2, -3, … if it exists) and saves the workload and the facts.
    /// </summary>
    /// <param name="dir">Parent folder of all runs; created if missing.</param>
    /// <param name="facts">Facts of the run; the id is replaced by the folder name.</param>
    /// <param name="resolvedWorkloadYaml">Resolved workload, YAML, without secrets.</param>
    /// <param name="options">Storage options; defaults if null.</param>
    /// <param name="time">Clock of the commit interval; the system clock if null. Must not be virtual time.</param>
    /// <exception cref="RunStoreException">The folder cannot be written.</exception>
    public static RunStore Create(
        string dir,
        RunFacts facts,
        string resolvedWorkloadYaml,
        RunStoreOptions? options = null,
        TimeProvider? time = null
    )
    {
        var folder = RunFolder.Create(dir, facts.Name, facts.StartedUtc, resolvedWorkloadYaml);
        facts = facts with { Id = Path.GetFileName(folder) };
        var path = Path.Combine(folder, RunFolder.DatabaseName);
        SqliteConnection? connection = null;
        try
        {
            connection = Database.Open(path, SqliteOpenMode.ReadWriteCreate);
            Prepare(connection, facts, options ??= new RunStoreOptions());
            return new RunStore(folder, facts, connection, options, time ?? TimeProvider.System);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            throw RunStoreException.Writing(path, e);
        }
    }

    /// <summary>Opens a saved run for reading, completed or not.</summary>
    /// <param name="dir">Folder of the run, or a file in it.</param>
    /// <exception cref="RunStoreException">The run does not exist or cannot be read.</exception>
    public static RunArchive Open(string dir) => RunArchive.Open(dir);

    /// <summary>Saves an ended task. A second record with the same task id and attempt is ignored.</summary>
    /// <returns>A task that completes when the record is committed and survives a crash.</returns>
    /// <exception cref="RunStoreException">The record could not be saved; <see cref="Failure"/> is set.</exception>
    public Task AppendAsync(TaskRecord task, CancellationToken cancellationToken) => _writer.AppendAsync(task, cancellationToken);

    /// <summary>Saves a snapshot; one per instant.</summary>
    /// <returns>A task that completes when the record is committed.</returns>
    /// <exception cref="RunStoreException">The record could not be saved; <see cref="Failure"/> is set.</exception>
    public Task AppendSnapshotAsync(RunSnapshot snapshot, CancellationToken cancellationToken) =>
        _writer.AppendAsync(snapshot, cancellationToken);

    /// <summary>Saves scraped server metrics; one sample per source and instant.</summary>
    /// <returns>A task that completes when the record is committed.</returns>
    /// <exception cref="RunStoreException">The record could not be saved; <see cref="Failure"/> is set.</exception>
    public Task AppendServerSampleAsync(ServerSample sample, CancellationToken cancellationToken) =>
        _writer.AppendAsync(sample, cancellationToken);

    /// <summary>
    /// Writes pending records, merges the write-ahead log into <c>run.db</c>, then writes <c>summary.json</c> atomically.
    /// </summary>
    /// <exception cref="RunStoreException">The run could not be saved.</exception>
    public async Task CompleteAsync(RunSummary summary)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        await FlushAsync();
        if (Failure is { } failure)
        {
            throw failure;
        }

        summary = summary with { Run = summary.Run with { Id = Facts.Id } };
        try
        {
            SaveFacts(_connection, summary.Run, completed: true);
            // A single file without a write-ahead log can be copied and opened on read-only storage.
            _connection.Execute("PRAGMA journal_mode = DELETE");
            Close();
            RunFolder.WriteAtomically(Path.Combine(Folder, RunFolder.SummaryName), RunSummaryJson.Write(summary));
        }
        catch (Exception e)
        {
            throw RunStoreException.Writing(Folder, e);
        }
    }

    /// <summary>Writes pending records and closes the database. A run that was not completed can still be opened.</summary>
    public async ValueTask DisposeAsync()
    {
        await FlushAsync();
        Close();
    }

    private static void Prepare(SqliteConnection connection, RunFacts facts, RunStoreOptions options)
    {
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000");
        if (options.MaxBytes is { } most)
        {
            connection.Execute($"PRAGMA max_page_count = {Math.Max(1, most / connection.Scalar("PRAGMA page_size"))}");
        }

        connection.Execute(
            $"BEGIN; {Schema.Ddl}; PRAGMA application_id = {Schema.ApplicationId}; PRAGMA user_version = {Schema.Version}; COMMIT"
        );
        SaveFacts(connection, facts, completed: false);
    }

    private static void SaveFacts(SqliteConnection connection, RunFacts facts, bool completed)
    {
        using var row = new Statement(connection, "INSERT OR REPLACE INTO runs VALUES (?,?,?,?,?,?,?,?,?,?,?)");
        row.Add(facts.Id)
            .Add(facts.Name)
            .Add(facts.Workload)
            .Add(facts.StartedUtc.UtcDateTime.ToString("O"))
            .Add(Version)
            .Add(facts.Seed)
            .Add((long)facts.Agents)
            .Add(facts.Simulated)
            .Add(facts.PlannedTasks)
            .Add(completed)
            .Add(JsonSerializer.Serialize(facts, StoreJson.Default.RunFacts))
            .Run();
    }

    private static string Version { get; } =
        typeof(RunStore).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private Task FlushAsync()
    {
        _writer.Close();
        return _writer.Completion;
    }

    private void Close()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _writer.Dispose();
        _connection.Dispose();
    }
}
