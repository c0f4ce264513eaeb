using System.Text.Json;
using System.Threading.Channels;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Servers;
using Microsoft.Data.Sqlite;

namespace AgentLoad.Client.Results;

/// <summary>
/// Single writer of a database. Records are queued and committed in batches, one commit per interval, and acknowledged after the commit.
/// The first failure stops the writer; all pending and later appends fail with the same exception.
/// </summary>
internal sealed class RunWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly RunStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<Entry> _queue;
    private readonly List<TaskCompletionSource> _written = [];
    private readonly TaskRows _tasks;
    private readonly ChunkGapRows _gaps;
    private readonly Statement _snapshot;
    private readonly ServerRows _servers;
    private volatile RunStoreException? _failed;

    public RunWriter(SqliteConnection connection, string path, MeasuredWindow window, RunStoreOptions options, TimeProvider time)
    {
        (_connection, _path, _options, _time) = (connection, path, options, time);
        _queue = Channel.CreateBounded<Entry>(new BoundedChannelOptions(options.Capacity) { SingleReader = true });
        _tasks = new TaskRows(connection, window);
        _gaps = new ChunkGapRows(connection, window);
        _snapshot = Statement.Insert(connection, "snapshots", 2, "ON CONFLICT DO NOTHING");
        _servers = new ServerRows(connection);
        Completion = Task.Run(WriteAllAsync);
    }

    /// <summary>Completes when all records are written after <see cref="Close"/>, or at the first failure. Never faults.</summary>
    public Task Completion { get; }

    public RunStoreException? Failure => _failed;

    public Task AppendAsync(TaskRecord task, CancellationToken cancellationToken) => AppendAsync(() => WriteTask(task), cancellationToken);

    public Task AppendAsync(RunSnapshot snapshot, CancellationToken cancellationToken) =>
        AppendAsync(() => WriteSnapshot(snapshot), cancellationToken);

    public Task AppendAsync(ServerSample sample, CancellationToken cancellationToken) =>
        AppendAsync(() => _servers.Write(sample), cancellationToken);

    public void Close() => _queue.Writer.TryComplete();

    public void Dispose()
    {
        _tasks.Dispose();
        _gaps.Dispose();
        _snapshot.Dispose();
        _servers.Dispose();
    }

    private async Task AppendAsync(Action write, CancellationToken cancellationToken)
    {
        var entry = new Entry(write, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await _queue.Writer.WriteAsync(entry, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw _failed ?? new RunStoreException($"{_path} is closed.", "Append records before completing the run.");
        }

        await entry.Written.Task;
    }

    private async Task WriteAllAsync()
    {
        try
        {
            var last = 0L;
            while (await _queue.Reader.WaitToReadAsync())
            {
                var rest = last == 0 ? TimeSpan.Zero : _options.CommitInterval - _time.GetElapsedTime(last);
                if (rest > TimeSpan.Zero && _queue.Reader.Count < _options.Capacity / 2)
                {
                    await Task.WhenAny(Task.Delay(rest, _time), _queue.Reader.Completion);
                }

                WriteBatch();
                last = _time.GetTimestamp();
            }
        }
        catch (Exception e)
        {
            Fail(RunStoreException.Writing(_path, e));
        }
    }

    private void WriteBatch()
    {
        _connection.Execute("BEGIN");
        while (_written.Count < _options.Capacity && _queue.Reader.TryRead(out var entry))
        {
            _written.Add(entry.Written);
            entry.Write();
        }

        _gaps.Flush();
        _connection.Execute("COMMIT");
        foreach (var written in _written)
        {
            written.SetResult();
        }

        _written.Clear();
    }

    private void WriteTask(TaskRecord task)
    {
        if (_tasks.Write(task))
        {
            _gaps.Collect(task);
        }
    }

    private void WriteSnapshot(RunSnapshot snapshot) =>
        _snapshot.Add(snapshot.ElapsedSeconds).Add(JsonSerializer.Serialize(snapshot, StoreJson.Default.RunSnapshot)).Run();

    private void Fail(RunStoreException failure)
    {
        _failed = failure;
        _queue.Writer.TryComplete();
        foreach (var written in _written)
        {
            written.TrySetException(failure);
        }

        while (_queue.Reader.TryRead(out var entry))
        {
            entry.Written.TrySetException(failure);
        }

        Rollback();
    }

    private void Rollback()
    {
        try
        {
            _connection.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has already rolled back after a severe error.
        }
    }

    private sealed record Entry(Action Write, TaskCompletionSource Written);
}
