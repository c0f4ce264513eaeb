using AgentLoad.Agents.Grains.Records;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Silo.Redis;

/// <summary>Records of a run on a cluster: read from its log, from the beginning.</summary>
internal sealed class RedisRecordSource(RedisRecordLog log, string runId, TimeProvider time) : IRecordSource
{
    private const int AtOnce = 200;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    public async Task ReadAllAsync(Func<TaskRecord, ValueTask> save, CancellationToken ended)
    {
        for (var place = "0"; ; )
        {
            var isLast = ended.IsCancellationRequested;
            var page = await log.ReadAsync(runId, place, AtOnce, CancellationToken.None).ConfigureAwait(false);
            await Task.WhenAll(page.Select(entry => save(entry.Record).AsTask())).ConfigureAwait(false);
            if (page.Count > 0)
            {
                place = page[^1].Place;
            }
            else if (isLast)
            {
                return;
            }
            else
            {
                await Task.Delay(LookEvery, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
