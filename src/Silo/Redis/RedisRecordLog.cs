using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Records;
using AgentLoad.Measurement.Records;
using StackExchange.Redis;

namespace AgentLoad.Silo.Redis;

/// <summary>
/// Records in Redis: a stream of records and a bitmap of recorded tasks. One script updates both, so that a record is
/// neither lost nor duplicated when a command is repeated. Retries while Redis is unavailable.
/// </summary>
internal sealed class RedisRecordLog(IConnectionMultiplexer redis, string clusterId, TimeProvider time) : IRecordLog
{
    private const string Append = """
        if redis.call('HEXISTS', KEYS[3], 'closed') == 1 then return 0 end
        if redis.call('SETBIT', KEYS[1], ARGV[1], 1) == 1 then return 0 end
        redis.call('XADD', KEYS[2], '*', 'r', ARGV[2])
        redis.call('EXPIRE', KEYS[1], ARGV[3])
        redis.call('EXPIRE', KEYS[2], ARGV[3])
        for i = 4, #ARGV, 2 do redis.call('HINCRBY', KEYS[3], ARGV[i], -ARGV[i + 1]) end
        return 1
        """;

    private const string Count = """
        if tonumber(redis.call('HGET', KEYS[1], ARGV[2]) or '0') >= tonumber(ARGV[3]) then return 1 end
        if redis.call('HEXISTS', KEYS[1], 'closed') == 1 then return 0 end
        redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
        redis.call('HINCRBY', KEYS[1], ARGV[1], ARGV[4])
        redis.call('EXPIRE', KEYS[1], ARGV[5])
        return 1
        """;

    private const string Close = """
        redis.call('HSET', KEYS[1], 'closed', 1)
        redis.call('EXPIRE', KEYS[1], ARGV[1])
        """;

    private const string Delete = """
        redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
        redis.call('HSET', KEYS[1], 'closed', 1)
        redis.call('EXPIRE', KEYS[1], ARGV[1])
        """;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>
    /// Twice the connection's own command timeout: StackExchange.Redis can drop a command when the connection breaks, and it may never
    /// complete.
    /// </summary>
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(10);

    private string? _trouble;
    private long _batches;

    public string? Error => Volatile.Read(ref _trouble);

    private IDatabase Database => redis.GetDatabase();

    public async Task<bool> AppendAsync(
        string runId,
        TaskRecord record,
        IReadOnlyDictionary<string, int> calls,
        CancellationToken cancellationToken
    )
    {
        RedisKey[] keys = [BitmapOf(runId), StreamOf(runId), CallsOf(runId)];
        RedisValue[] values =
        [
            record.Id,
            RecordCodec.Write(record),
            (long)Kept.TotalSeconds,
            .. calls.SelectMany(silo => new RedisValue[] { silo.Key, silo.Value }),
        ];
        return (bool)
            await UntilDoneAsync(() => Database.ScriptEvaluateAsync(Append, keys, values), cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> AddCallsAsync(string runId, string silo, int calls, CancellationToken cancellationToken)
    {
        // If the reply of a command is lost, the command may have been executed. The number of the batch makes it safe to repeat.
        var batch = Interlocked.Increment(ref _batches);
        RedisKey[] keys = [CallsOf(runId)];
        RedisValue[] values = [silo, $"batch/{silo}", batch, calls, (long)Kept.TotalSeconds];
        return (bool)await UntilDoneAsync(() => Database.ScriptEvaluateAsync(Count, keys, values), cancellationToken).ConfigureAwait(false);
    }

    public Task CloseAsync(string runId, CancellationToken cancellationToken) =>
        UntilDoneAsync(() => Database.ScriptEvaluateAsync(Close, [CallsOf(runId)], [(long)Kept.TotalSeconds]), cancellationToken);

    public async Task<IReadOnlyDictionary<string, long>> UnrecordedCallsAsync(string runId, CancellationToken cancellationToken)
    {
        var counts = await UntilDoneAsync(() => Database.HashGetAllAsync(CallsOf(runId)), cancellationToken).ConfigureAwait(false);
        return counts
            .Where(entry => entry.Name != "closed" && !entry.Name.ToString().StartsWith("batch/", StringComparison.Ordinal))
            .ToDictionary(entry => entry.Name.ToString(), entry => (long)entry.Value, StringComparer.Ordinal);
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

    /// <summary>Returns records after a position in the log, in order.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="after">Position in the log; "0" for the start.</param>
    /// <param name="atMost">Maximum number of records.</param>
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

    public async Task SaveReportAsync(string runId, SiloReport report, CancellationToken cancellationToken)
    {
        await UntilDoneAsync(() => Database.HashSetAsync(ReportsOf(runId), report.Silo, RecordCodec.Write(report)), cancellationToken)
            .ConfigureAwait(false);
        await UntilDoneAsync(() => Database.KeyExpireAsync(ReportsOf(runId), Kept), cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<SiloReport>> ReportsAsync(string runId, CancellationToken cancellationToken)
    {
        var reports = await UntilDoneAsync(() => Database.HashGetAllAsync(ReportsOf(runId)), cancellationToken).ConfigureAwait(false);
        return [.. reports.Select(entry => RecordCodec.ReadReport((byte[])entry.Value!))];
    }

    public Task DeleteAsync(string runId, CancellationToken cancellationToken) =>
        UntilDoneAsync(
            () =>
                Database.ScriptEvaluateAsync(
                    Delete,
                    [CallsOf(runId), BitmapOf(runId), StreamOf(runId), ReportsOf(runId)],
                    [(long)Kept.TotalSeconds]
                ),
            cancellationToken
        );

    private RedisKey BitmapOf(string runId) => $"agentload/{clusterId}/{runId}/recorded";

    private RedisKey CallsOf(string runId) => $"agentload/{clusterId}/{runId}/calls";

    private RedisKey ReportsOf(string runId) => $"agentload/{clusterId}/{runId}/reports";

    private RedisKey StreamOf(string runId) => $"agentload/{clusterId}/{runId}/records";

    private async Task<T> UntilDoneAsync<T>(Func<Task<T>> command, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var result = await command().WaitAsync(CommandTimeout, time, cancellationToken).ConfigureAwait(false);
                Volatile.Write(ref _trouble, null);
                return result;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // A breaking connection causes many kinds of exceptions. The commands are safe to repeat.
                Volatile.Write(ref _trouble, RedisErrors.DescribeDuringRun(e));
                await Task.Delay(TimeSpan.FromMilliseconds(250), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
