using System.Text.Json;
using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Servers;
using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Results;

/// <summary>A saved run, opened for reading. Each read returns the records committed when it starts.</summary>
internal sealed class RunArchive : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _path;

    private RunArchive(string folder, string path, SqliteConnection connection)
    {
        (Folder, _path, _connection) = (folder, path, connection);
        (Facts, IsCompleted) = ReadFacts();
    }

    /// <summary>Full path of the folder of the run.</summary>
    public string Folder { get; }

    /// <summary>Facts of the run. Duration and window are 0 if the run was not completed.</summary>
    public RunFacts Facts { get; }

    /// <summary>False if the run is still running or was interrupted.</summary>
    public bool IsCompleted { get; }

    /// <inheritdoc cref="RunStore.Open"/>
    internal static RunArchive Open(string dir)
    {
        var folder = Path.GetFullPath(File.Exists(dir) ? Path.GetDirectoryName(Path.GetFullPath(dir))! : dir);
        var path = Path.Combine(folder, RunFolder.DatabaseName);
        if (!Directory.Exists(folder))
        {
            throw RunStoreException.WrongFolder($"The folder {folder} does not exist.");
        }

        if (!File.Exists(path))
        {
            throw RunStoreException.WrongFolder($"{folder} contains no {RunFolder.DatabaseName}.");
        }

        SqliteConnection? connection = null;
        try
        {
            connection = Database.Open(path, SqliteOpenMode.ReadWrite);
            Check(connection, path);
            return new RunArchive(folder, path, connection);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            throw RunStoreException.Reading(path, e);
        }
    }

    /// <summary>
    /// Reads all tasks ordered by id and attempt, one in memory at a time. Records are equal to the appended ones except for chunk gaps,
    /// which are stored as histograms (<see cref="ReadChunkGaps"/>).
    /// </summary>
    /// <exception cref="RunStoreException">The file is damaged.</exception>
    public IEnumerable<TaskRecord> ReadTasks(CancellationToken cancellationToken = default)
    {
        using var connection = Reading(() => Database.Open(_path, SqliteOpenMode.ReadWrite));
        // A transaction gives a consistent view of all four tables, even while the run is still writing.
        Reading(() =>
        {
            connection.Execute("BEGIN");
            return true;
        });
        using var reader = Reading(() => new TaskReader(connection));
        while (Reading(reader.Next) is { } task)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return task;
        }
    }

    /// <summary>Reads one attempt of a task, without chunk gaps; null if it does not exist.</summary>
    /// <exception cref="RunStoreException">The file is damaged.</exception>
    public TaskRecord? ReadTask(long id, int attempt = 1) =>
        Reading(() =>
        {
            using var reader = new TaskReader(_connection, FormattableString.Invariant($"WHERE task_id = {id} AND attempt = {attempt}"));
            return reader.Next();
        });

    /// <summary>Reads id, latency in seconds and tokens of all saved tasks, baseline excluded.</summary>
    /// <exception cref="RunStoreException">The file is damaged.</exception>
    public IReadOnlyList<(long Id, double LatencySeconds, long Tokens)> ReadTaskSizes() =>
        Reading(() =>
        {
            using var rows = new Statement(
                _connection,
                """
                SELECT task_id, latency_s, ifnull(total_tokens, 0)
                FROM tasks LEFT JOIN task_tokens USING (task_id, attempt) WHERE is_baseline = 0
                """
            );
            var sizes = new List<(long, double, long)>();
            while (rows.Read())
            {
                sizes.Add((rows.Long(), rows.Double(), rows.Long()));
            }

            return sizes;
        });

    /// <summary>Reads the chunk gap histograms (<c>call.chunk_gap</c>) by strategy.</summary>
    /// <exception cref="RunStoreException">The file is damaged.</exception>
    public IReadOnlyDictionary<ChunkGapKey, LogLinearHistogram> ReadChunkGaps() =>
        Reading(() =>
        {
            using var rows = new Statement(
                _connection,
                "SELECT strategy, is_baseline, in_window, lower_us, count FROM chunk_gap_histogram"
            );
            var buckets = new List<(ChunkGapKey Key, long Lower, long Count)>();
            while (rows.Read())
            {
                buckets.Add((new ChunkGapKey(rows.Text(), rows.Flag(), rows.Flag()), rows.Long(), rows.Long()));
            }

            return buckets
                .GroupBy(bucket => bucket.Key)
                .ToDictionary(
                    group => group.Key,
                    group => LogLinearHistogram.Restore(group.Select(bucket => (bucket.Lower, bucket.Count)))
                );
        });

    /// <summary>Reads all snapshots, ordered by time.</summary>
    /// <exception cref="RunStoreException">The file is damaged.</exception>
    public IReadOnlyList<RunSnapshot> ReadSnapshots() =>
        Reading(() =>
        {
            using var rows = new Statement(_connection, "SELECT snapshot FROM snapshots ORDER BY at_s");
            var snapshots = new List<RunSnapshot>();
            while (rows.Read())
            {
                snapshots.Add(JsonSerializer.Deserialize(rows.Text(), StoreJson.Default.RunSnapshot)!);
            }

            return snapshots;
        });

    /// <summary>Reads the scraped server metrics, ordered by source and time; empty if scraping was not configured.</summary>
    /// <exception cref="RunStoreException">The file is damaged.</exception>
    public IReadOnlyList<ServerSample> ReadServerSamples() => Reading(() => ServerRows.Read(_connection));

    /// <summary>Reads the summary; null if the run was not completed.</summary>
    /// <exception cref="RunStoreException">The file is damaged.</exception>
    public RunSummary? ReadSummary()
    {
        var path = Path.Combine(Folder, RunFolder.SummaryName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return RunSummaryJson.Read(File.ReadAllText(path));
        }
        catch (Exception e)
        {
            throw RunStoreException.Reading(path, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static void Check(SqliteConnection connection, string path)
    {
        if (connection.Scalar("PRAGMA application_id") != Schema.ApplicationId)
        {
            throw RunStoreException.WrongFolder($"{path} is empty or not a run database.");
        }

        if (connection.Scalar("PRAGMA user_version") is var version && version is < Schema.OldestVersion or > Schema.Version)
        {
            throw new RunStoreException(
                $"{path} has schema {version}; this version reads {Schema.OldestVersion} to {Schema.Version}.",
                "Open it with the version that wrote it."
            );
        }
    }

    private (RunFacts Facts, bool IsCompleted) ReadFacts()
    {
        using var row = new Statement(_connection, "SELECT facts, completed FROM runs");
        return row.Read()
            ? (JsonSerializer.Deserialize(row.Text(), StoreJson.Default.RunFacts)!, row.Flag())
            : throw new RunStoreException($"{_path} contains no run.", "The run was interrupted while it started: start it again.");
    }

    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e)
        {
            throw RunStoreException.Reading(_path, e);
        }
    }
}
