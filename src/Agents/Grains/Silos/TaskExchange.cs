namespace AgentLoad.Agents.Grains.Silos;

/// <summary>Exchanges news and tasks between a silo and the run's grain, one request at a time.</summary>
internal sealed class TaskExchange : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly SiloTasks _tasks;
    private readonly IRunGrain _grain;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _exchanging;

    /// <param name="tasks">Tasks and agents of this silo.</param>
    /// <param name="grain">The run's grain.</param>
    /// <param name="time">The time.</param>
    public TaskExchange(SiloTasks tasks, IRunGrain grain, TimeProvider time)
    {
        (_tasks, _grain, _time) = (tasks, grain, time);
        _exchanging = Task.Run(ExchangeAsync);
    }

    /// <summary>Ends the exchange.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _exchanging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private async Task ExchangeAsync()
    {
        while (true)
        {
            await _tasks.WaitAsync(Interval, _ended.Token).ConfigureAwait(false);
            if (_tasks.NextRequest() is not { } request)
            {
                continue;
            }

            while (
                !_tasks.TryApply(
                    request,
                    await GrainCalls.RetryAsync(() => _grain.ExchangeAsync(request), _time, _ended.Token).ConfigureAwait(false)
                )
            )
            {
                _ended.Token.ThrowIfCancellationRequested();
            }
        }
    }
}
