using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Records;
using AgentLoad.Inference;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>
/// The agents of one run as grains: starts the run, follows it, and saves its records. Another client can attach to the run later.
/// </summary>
/// <param name="grains">The cluster.</param>
/// <param name="order">The run.</param>
/// <param name="records">The source of its records.</param>
/// <param name="time">The time.</param>
/// <param name="say">Receives lines for the user.</param>
internal sealed class GrainHost(IGrainFactory grains, RunSpec order, IRecordSource records, TimeProvider time, Action<string> say)
    : IAgentHost
{
    /// <summary>Called once the run's grain has forgotten the run: its results are all taken, or it was refused.</summary>
    public Func<Task> Forgotten { get; init; } = static () => Task.CompletedTask;

    /// <summary>One task step by step, if this process can see one.</summary>
    public Func<RunningTask?> Running { get; init; } = static () => null;

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>A run that moves to another silo does not answer for a moment. Only a longer silence is reported.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(6);

    private readonly IRunGrain _run = grains.GetGrain<IRunGrain>(order.RunId);
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private long _answered = time.GetTimestamp();
    private bool _isSilent;
    private RunProgress _last = new() { Phase = RunPhase.None, Totals = TotalsData.Of(new LiveTotals()) };

    public async Task<IReadOnlyList<EndpointFacts>> PrepareAsync(CancellationToken cancellationToken)
    {
        await GrainCalls.RetryAsync(() => _run.PrepareAsync(order), time, cancellationToken).ConfigureAwait(false);
        await PollAsync().ConfigureAwait(false);
        while (_last.Phase is RunPhase.None or RunPhase.Preparing)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken).ConfigureAwait(false);
            await PollAsync().ConfigureAwait(false);
        }

        if (_last.Phase == RunPhase.Refused)
        {
            await RetryAsync(_run.ForgetAsync).ConfigureAwait(false);
            await Forgotten().ConfigureAwait(false);
            throw new EndpointException(_last.Refusal!);
        }

        return [.. _last.Endpoints.Select(endpoint => endpoint.ToFacts())];
    }

    public async Task<HostedRun> RunAsync(Func<TaskRecord, ValueTask> save, CancellationToken drain, CancellationToken stop)
    {
        using var flowing = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None);
        var taking = records.ReadAllAsync(save, flowing.Token);
        await using var drained = drain.Register(() => _ = RetryAsync(_run.DrainAsync));
        await using var stopped = stop.Register(() => _ = RetryAsync(_run.StopAsync));
        await GrainCalls.RetryAsync(_run.BeginAsync, time, stop).ConfigureAwait(false);
        if (drain.IsCancellationRequested)
        {
            await RetryAsync(_run.DrainAsync).ConfigureAwait(false);
        }

        while (_last.Phase != RunPhase.Ended && !taking.IsFaulted)
        {
            await Task.WhenAny(taking, Task.Delay(PollEvery, time, CancellationToken.None)).ConfigureAwait(false);
            await PollAsync().ConfigureAwait(false);
        }

        await flowing.CancelAsync().ConfigureAwait(false);
        await taking.ConfigureAwait(false);
        await RetryAsync(_run.ForgetAsync).ConfigureAwait(false);
        await Forgotten().ConfigureAwait(false);
        return new HostedRun(_last.Spec!.StartedUtc, _last.ElapsedSeconds)
        {
            Agents = _last.Agents,
            NotStarted = _last.NotStarted,
            Missed = _last.Missed,
            Losses = LossesOf(_last),
            LostCalls = _last.LostCalls,
            Health = HealthOf(_last),
        };
    }

    public ValueTask<LiveState> ReadAsync(CancellationToken cancellationToken) =>
        new(new LiveState(_last.ElapsedSeconds, _last.Totals.ToTotals(), LossesOf(_last)) { Running = Running() });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IReadOnlyList<HostLoss> LossesOf(RunProgress progress) => [.. progress.Losses.Select(loss => loss.ToHostLoss())];

    private static ClientHealth HealthOf(RunProgress progress) =>
        progress.Silos.Count == 0 ? new ClientHealth() : HealthData.Worst([.. progress.Silos.Select(silo => silo.Health)]);

    private Task RetryAsync(Func<Task> call) => GrainCalls.RetryAsync(call, time, CancellationToken.None);

    private async Task PollAsync()
    {
        try
        {
            _last = await _run.ProgressAsync().ConfigureAwait(false);
            (_answered, _isSilent) = (time.GetTimestamp(), false);
        }
        catch (Exception e) when (GrainCalls.IsTransient(e))
        {
            // The run continues without this client; the next poll finds it.
            if (!_isSilent && time.GetElapsedTime(_answered) > Moment)
            {
                _isSilent = true;
                say(RunMessages.NotAnswering(order.RunId));
            }

            return;
        }

        foreach (var trouble in _last.Errors.Concat(_last.Losses.Select(RunMessages.SiloLost)).Where(_said.Add))
        {
            say(trouble);
        }
    }
}
