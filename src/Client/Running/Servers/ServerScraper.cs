using AgentLoad.Measurement.Servers;

namespace AgentLoad.Client.Running.Servers;

/// <summary>Asks all sources of a run, each at its own pace, one question at a time: a slow one is asked less often, and delays nobody.</summary>
/// <param name="sources">Whom.</param>
/// <param name="time">The time.</param>
/// <param name="elapsed">Seconds since the start of the run; null before it.</param>
/// <param name="save">Keeps a sample; what it throws ends the watch of that source, not the run.</param>
internal sealed class ServerScraper(
    IReadOnlyList<ScrapeSource> sources,
    TimeProvider time,
    Func<CancellationToken, ValueTask<double?>> elapsed,
    Func<ServerSample, Task> save
)
{
    private static readonly TimeSpan StartPollInterval = TimeSpan.FromMilliseconds(50),
        FinalScrapeTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Asks until the run has ended, and once more then.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        if (sources.Count == 0)
        {
            return;
        }

        var origin = await FindRunStartAsync(ended);
        using var client = new ScrapeClient(time);
        await Task.WhenAll(sources.Select(source => ScrapeUntilEndAsync(client, source, origin, ended)));
    }

    /// <summary>The instant at which the run started, on this clock.</summary>
    private async Task<long> FindRunStartAsync(CancellationToken ended)
    {
        while (true)
        {
            if (await elapsed(CancellationToken.None) is { } seconds)
            {
                return time.GetTimestamp() - (long)(seconds * time.TimestampFrequency);
            }

            if (ended.IsCancellationRequested)
            {
                return time.GetTimestamp();
            }

            await Task.Delay(StartPollInterval, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ScrapeUntilEndAsync(ScrapeClient client, ScrapeSource source, long origin, CancellationToken ended)
    {
        using var cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var cutting = ended.Register(() => cut.CancelAfter(FinalScrapeTimeout));
        while (true)
        {
            var isLast = ended.IsCancellationRequested;
            var asked = time.GetTimestamp();
            var sample = await client.ScrapeAsync(source, time.GetElapsedTime(origin, asked).TotalSeconds, cut.Token);
            var saved = save(sample);
            await saved.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (isLast || !saved.IsCompletedSuccessfully)
            {
                return;
            }

            var rest = source.Interval - time.GetElapsedTime(asked);
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
