using System.Text.Json;
using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Servers;
using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Results;

/// <summary>A saved run, opened for reading. Every read gives what was committed when it began.</summary>
public sealed class RunArchive : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _path;

    private RunArchive(string folder, string path, SqliteConnection connection)
    {
        (Folder, _path, _connection) = (folder, path, connection);
        (Facts, IsCompleted) = ReadFacts();
    }

    /// <summary>Full path of the run's folder.</summary>
    public string Folder { get; }

    /// <summary>What the run was. Duration and window are 0 where the run was not completed.</summary>
    public RunFacts Facts { get; }

    /// <summary>False where the run is still under way, or died.</summary>
    public bool IsCompleted { get; }

    /// <inheritdoc cref="RunStore.Open"/>
    internal static RunArchive Open(string dir)
    {
        var folder = Path.GetFullPath(File.Exists(dir) ? Path.GetDirectoryName(Path.GetFullPath(dir))! : dir);
        var path = Path.Combine(folder, RunFolder.DatabaseName);
        if (!Directory.Exists(folder))
        {
            throw new RunStoreException(
                $"There is no folder {folder}.",
                "Give the folder of a run, as `agentload run` named it at its end."
            );
        }

        if (!File.Exists(path))
        {
            throw new RunStoreException(
                $"{folder} holds no {RunFolder.DatabaseName}.",
                "Give the folder of a run, as `agentload run` named it at its end."
            );
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
    /// All tasks by id and attempt, one in memory at a time. Equal to what was appended but for the chunk gaps of calls, which are
    /// kept as histograms (<see cref="ReadChunkGaps"/>).
    /// </summary>
    /// <exception cref="RunStoreException">The file is damaged.</exception>
    public IEnumerable<TaskRecord> ReadTasks(CancellationToken cancellationToken = default)
    {
        using var connection = Reading(() => Database.Open(_path, SqliteOpenMode.ReadWrite));
        // Within a transaction all four tables are read as of one instant, even while the run goes on.
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

    /// <summary>One attempt of a task, without its chunk gaps; null where it is not there.</summary>
    /// <exception cref="RunStoreException">The file is damaged.</exception>
    public TaskRecord? ReadTask(long id, int attempt = 1) =>
        Reading(() =>
        {
            using var reader = new TaskReader(_connection, FormattableString.Invariant($"WHERE task_id = {id} AND attempt = {attempt}"));
            return reader.Next();
        });

    /// <summary>Ids of all saved tasks with their latency in seconds and their tokens, baseline tasks excluded.</summary>
    /// <exception cref="RunStoreException">The file is damaged.</exception>
    public IReadOnlyList<(long Id, double LatencySeconds, long Tokens)> ReadTaskSizes() =>
        Reading(() =>
        {
            using var rows = new Statement(
                _connection,
                """
                SELECT task_id, latency_s, ifnull(total_tokens, 0) FROM tasks LEFT JOIN task_tokens USING (task_id, attempt) WHERE is_baseline = 0
                """
            );
            var sizes = new List<(long, double, long)>();
            while (rows.Read())
            {
                sizes.Add((rows.Long(), rows.Double(), rows.Long()));
            }

            return sizes;
        });

    /// <summary>Chunk gaps (<c>call.chunk_gap</c>) by strategy.</summary>
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

    /// <summary>All snapshots by time.</summary>
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

    /// <summary>What servers said of themselves, by source and time; empty where none was asked.</summary>
    /// <exception cref="RunStoreException">The file is damaged.</exception>
    public IReadOnlyList<ServerSample> ReadServerSamples() => Reading(() => ServerRows.Read(_connection));

    /// <summary>The summary; null where the run was not completed.</summary>
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
            throw new RunStoreException(
                $"{path} is empty or not the database of a run.",
                "Give the folder of a run, as `agentload run` named it at its end."
            );
        }

        if (connection.Scalar("PRAGMA user_version") is var version && version != Schema.Version)
        {
            throw new RunStoreException(
                $"{path} has schema {version}; this version reads {Schema.Version}.",
                "Open it with the version that wrote it."
            );
        }
    }

    private (RunFacts Facts, bool IsCompleted) ReadFacts()
    {
        using var row = new Statement(_connection, "SELECT facts, completed FROM runs");
        return row.Read()
            ? (JsonSerializer.Deserialize(row.Text(), StoreJson.Default.RunFacts)!, row.Flag())
            : throw new RunStoreException($"{_path} says nothing of its run.", "The run died as it began: start it again.");
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
