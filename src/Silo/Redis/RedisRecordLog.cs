using AgentLoad.Agents.Grains.Records;
using AgentLoad.Measurement.Records;
using StackExchange.Redis;

namespace AgentLoad.Silo.Redis;

/// <summary>
/// Records in Redis: a stream of records and a bitmap of the tasks that are in it, changed together by one script, so that a record is
/// neither lost nor doubled whatever is repeated. Waits where Redis is away.
/// </summary>
internal sealed class RedisRecordLog(IConnectionMultiplexer redis, string clusterId, TimeProvider time) : IRecordLog
{
    private const string Append = """
        if redis.call('SETBIT', KEYS[1], ARGV[1], 1) == 1 then return 0 end
        redis.call('XADD', KEYS[2], '*', 'r', ARGV[2])
        redis.call('EXPIRE', KEYS[1], ARGV[3])
        redis.call('EXPIRE', KEYS[2], ARGV[3])
        return 1
        """;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>Twice what a command may take by its connection's own word: one that a breaking connection forgot would be waited for for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private string? _trouble;

    public string? Error => Volatile.Read(ref _trouble);

    private IDatabase Database => redis.GetDatabase();

    public async Task<bool> AppendAsync(string runId, TaskRecord record, CancellationToken cancellationToken)
    {
        var bytes = RecordCodec.Write(record);
        return (bool)
            await UntilDoneAsync(
                    () =>
                        Database.ScriptEvaluateAsync(
                            Append,
                            [BitmapOf(runId), StreamOf(runId)],
                            [record.Id, bytes, (long)Kept.TotalSeconds]
                        ),
                    cancellationToken
                )
                .ConfigureAwait(false);
    }

    public async Task<IReadOnlySet<long>> RecordedAsync(string runId, CancellationToken cancellationToken)
    {
        var bits =
            (byte[]?)await UntilDoneAsync(() => Database.StringGetAsync(BitmapOf(runId)), cancellationToken).ConfigureAwait(false) ?? [];
        return Enumerable
            .Range(0, bits.Length * 8)
            .Where(bit => (bits[bit / 8] & (0x80 >> (bit % 8))) != 0)
            .Select(bit => (long)bit)
            .ToHashSet();
    }

    /// <summary>Records after a place in the log, in its order.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="after">The place; "0" for the beginning.</param>
    /// <param name="atMost">Most records to read.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IReadOnlyList<(string Place, TaskRecord Record)>> ReadAsync(
        string runId,
        string after,
        int atMost,
        CancellationToken cancellationToken
    )
    {
        var entries = await UntilDoneAsync(() => Database.StreamReadAsync(StreamOf(runId), after, atMost), cancellationToken)
            .ConfigureAwait(false);
        return [.. entries.Select(entry => (entry.Id.ToString(), RecordCodec.Read((byte[])entry["r"]!)))];
    }

    public Task DeleteAsync(string runId, CancellationToken cancellationToken) =>
        UntilDoneAsync(() => Database.KeyDeleteAsync([BitmapOf(runId), StreamOf(runId)]), cancellationToken);

    private RedisKey BitmapOf(string runId) => $"agentload/{clusterId}/{runId}/recorded";

    private RedisKey StreamOf(string runId) => $"agentload/{clusterId}/{runId}/records";

    private async Task<T> UntilDoneAsync<T>(Func<Task<T>> command, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var result = await command().WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
                Volatile.Write(ref _trouble, null);
                return result;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // A connection that breaks shows as exceptions of every kind; the commands are safe to repeat.
                Volatile.Write(ref _trouble, RedisErrors.DescribeDuringRun(e));
                await Task.Delay(TimeSpan.FromMilliseconds(250), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
