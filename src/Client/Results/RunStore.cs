using System.Reflection;
using System.Text.Json;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Servers;
using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Results;

/// <summary>
/// A run being saved: a folder with the resolved workload, <c>run.db</c> and, once all is there, <c>summary.json</c>. Every record that
/// was acknowledged survives a crash of the process. Appending may be done from many threads at once.
/// </summary>
public sealed class RunStore : IAsyncDisposable
{
    private readonly SqliteConnection _connection;
    private readonly RunWriter _writer;
    private bool _closed;

    private RunStore(string folder, RunFacts facts, SqliteConnection connection, RunStoreOptions options, TimeProvider time)
    {
        (Folder, Facts, _connection) = (folder, facts, connection);
        _writer = new RunWriter(connection, DatabasePath, options, time);
    }

    /// <summary>Full path of the run's folder.</summary>
    public string Folder { get; }

    /// <summary>The facts as saved: the id is the folder's name.</summary>
    public RunFacts Facts { get; }

    /// <summary>Why nothing more can be saved (disk full, …); null as long as all is well. What was acknowledged stays saved.</summary>
    public RunStoreException? Failure => _writer.Failure;

    private string DatabasePath => Path.Combine(Folder, RunFolder.DatabaseName);

    /// <summary>Makes the folder <c>dir/yyyyMMddTHHmmssZ-name</c> (with -2, -3, … where it is taken), saves the workload and the facts.</summary>
    /// <param name="dir">Folder of all runs; made where it is missing.</param>
    /// <param name="facts">What is known of the run; its id is replaced by the folder's name.</param>
    /// <param name="resolvedWorkloadYaml">The workload as it runs, without secrets.</param>
    /// <param name="options">How it is saved.</param>
    /// <param name="time">Clock of the commits; the system's where null. Not the clock of a simulation.</param>
    /// <exception cref="RunStoreException">Nothing can be written there.</exception>
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

    /// <summary>Opens a saved run for reading, whether it was completed or not.</summary>
    /// <param name="dir">The run's folder, or a file in it.</param>
    /// <exception cref="RunStoreException">There is no run, or it cannot be read.</exception>
    public static RunArchive Open(string dir) => RunArchive.Open(dir);

    /// <summary>Saves an ended task. A record with the same task id and attempt as one before changes nothing.</summary>
    /// <returns>A task that ends once the record is committed: from then on it survives a crash.</returns>
    /// <exception cref="RunStoreException">It could not be saved; <see cref="Failure"/> is set.</exception>
    public Task AppendAsync(TaskRecord task, CancellationToken cancellationToken) => _writer.AppendAsync(task, cancellationToken);

    /// <summary>Saves a snapshot; one per instant.</summary>
    /// <returns>As <see cref="AppendAsync"/>.</returns>
    /// <exception cref="RunStoreException">It could not be saved; <see cref="Failure"/> is set.</exception>
    public Task AppendSnapshotAsync(RunSnapshot snapshot, CancellationToken cancellationToken) =>
        _writer.AppendAsync(snapshot, cancellationToken);

    /// <summary>Saves what a server said of itself; one sample per source and instant.</summary>
    /// <returns>As <see cref="AppendAsync"/>.</returns>
    /// <exception cref="RunStoreException">It could not be saved; <see cref="Failure"/> is set.</exception>
    public Task AppendServerSampleAsync(ServerSample sample, CancellationToken cancellationToken) =>
        _writer.AppendAsync(sample, cancellationToken);

    /// <summary>Writes what still waits, folds the journal into <c>run.db</c>, and then writes <c>summary.json</c>, whole or not at all.</summary>
    /// <exception cref="RunStoreException">It could not be saved.</exception>
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
            // One file without a journal: it can be copied, and read where nothing may be written.
            _connection.Execute("PRAGMA journal_mode = DELETE");
            Close();
            RunFolder.WriteAtomically(Path.Combine(Folder, RunFolder.SummaryName), RunSummaryJson.Write(summary));
        }
        catch (Exception e)
        {
            throw RunStoreException.Writing(Folder, e);
        }
    }

    /// <summary>Writes what still waits and closes the file. A run that was not completed can still be opened.</summary>
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
