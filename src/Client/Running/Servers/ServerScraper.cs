using AgentLoad.Measurement.Servers;

namespace AgentLoad.Client.Running.Servers;

/// <summary>
/// Scrapes the sources of a run concurrently, each at its interval, with one request at a time per source: a slow source is scraped less
/// often and does not delay others.
/// </summary>
/// <param name="sources">Sources.</param>
/// <param name="time">Time provider.</param>
/// <param name="elapsed">Returns the seconds since the start of the run; null before the start.</param>
/// <param name="save">Saves a sample. An exception ends the scraping of its source, not the run.</param>
internal sealed class ServerScraper(
    IReadOnlyList<ScrapeSource> sources,
    TimeProvider time,
    Func<CancellationToken, ValueTask<double?>> elapsed,
    Func<ServerSample, Task> save
)
{
    private static readonly TimeSpan StartPollInterval = TimeSpan.FromMilliseconds(50),
        FinalScrapeTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Scrapes until the run has ended, then once more.</summary>
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

    /// <summary>Returns the timestamp of the start of the run.</summary>
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
        using var final = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var registration = ended.Register(() => final.CancelAfter(FinalScrapeTimeout));
        while (true)
        {
            var isLast = ended.IsCancellationRequested;
            var started = time.GetTimestamp();
            var sample = await client.ScrapeAsync(source, time.GetElapsedTime(origin, started).TotalSeconds, final.Token);
            var saved = save(sample);
            await saved.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (isLast || !saved.IsCompletedSuccessfully)
            {
                return;
            }

            var delay = source.Interval - time.GetElapsedTime(started);
            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
