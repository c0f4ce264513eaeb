using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Records;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>
/// Reports to the run's grain what this silo has done, and learns the phase of the run from the replies. Each report also goes to the
/// record log: if the silo with the run's grain dies, what it counted is still known.
/// </summary>
internal sealed class SiloReporter : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LastSaveTimeout = TimeSpan.FromSeconds(2);

    private readonly string _runId;
    private readonly IRunGrain _grain;
    private readonly IRecordLog _log;
    private readonly Func<SiloReport> _describe;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _reporting;

    /// <param name="runId">The run.</param>
    /// <param name="grain">Its grain.</param>
    /// <param name="log">Keeps reports.</param>
    /// <param name="describe">Creates a report.</param>
    /// <param name="time">The time.</param>
    public SiloReporter(string runId, IRunGrain grain, IRecordLog log, Func<SiloReport> describe, TimeProvider time)
    {
        (_runId, _grain, _log, _describe, _time) = (runId, grain, log, describe, time);
        _reporting = Task.Run(ReportAsync);
    }

    /// <summary>Cancelled when running tasks must be aborted.</summary>
    public CancellationToken Abort => _abort.Token;

    /// <summary>Cancelled when no more tasks start.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Aborts running tasks on this silo: the run has ended without it. Does nothing once this is disposed.</summary>
    public Task AbortAsync() => _ended.IsCancellationRequested ? Task.CompletedTask : FollowAsync(RunPhase.Aborting);

    /// <summary>Sends and saves the last report.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _reporting.ConfigureAwait(false);
        using var timeout = new CancellationTokenSource(LastSaveTimeout, _time);
        await SaveAsync(timeout.Token).ConfigureAwait(false);
        _abort.Dispose();
        _closing.Dispose();
        _ended.Dispose();
    }

    private async Task ReportAsync()
    {
        var saving = Task.CompletedTask;
        while (!_ended.IsCancellationRequested)
        {
            await Task.Delay(Interval, _time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (saving.IsCompleted)
            {
                saving = SaveAsync(_ended.Token);
            }

            try
            {
                await FollowAsync(await _grain.ReportAsync(_describe()).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (Exception exception) when (GrainCalls.IsTransient(exception))
            {
                // The grain is moving to another silo. The next report holds everything that this one did.
            }
        }

        await saving.ConfigureAwait(false);
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _log.SaveReportAsync(_runId, _describe(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (GrainCalls.IsTransient(exception))
        {
            // The next report is saved instead. After the last one, the run's grain has it in memory.
        }
    }

    private async Task FollowAsync(RunPhase phase)
    {
        if (phase > RunPhase.Running)
        {
            await _closing.CancelAsync().ConfigureAwait(false);
        }

        if (phase >= RunPhase.Aborting)
        {
            await _abort.CancelAsync().ConfigureAwait(false);
        }
    }
}
