using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Placement;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Inference;
using Microsoft.Extensions.Logging;

namespace AgentLoad.Agents.Grains;

/// <summary>
/// One agent. Its life runs on the grain's scheduler but is no request of it: a grain whose request goes on is not deactivated, and is not told
/// that it is to be. A task itself touches nothing of the grain and runs where tasks run without grains, so that a call costs the same on every host.
/// </summary>
[EvenPlacement, KeepAlive]
internal sealed partial class AgentGrain(SiloRuns runs, LocalSilo self, SiloDrain drain, ILogger<AgentGrain> logger) : Grain, IAgentGrain
{
    private readonly CancellationTokenSource _leave = CancellationTokenSource.CreateLinkedTokenSource(drain.Leaving);
    private readonly CancellationTokenSource _gone = new();
    private Task _life = Task.CompletedTask;
    private int _incarnation;
    private long _answered;
    private Ticket? _ticket;

    private int Number => (int)this.GetPrimaryKeyLong(out _);

    private string RunId
    {
        get
        {
            this.GetPrimaryKeyLong(out var runId);
            return runId!;
        }
    }

    // The silo's token is cancelled before those that hang on it.
    private bool IsLeaving => drain.Leaving.IsCancellationRequested || _leave.IsCancellationRequested;

    private IRunGrain Run => GrainFactory.GetGrain<IRunGrain>(RunId);

    private AgentStatus Status => new(self.Address, _incarnation, _answered, _ticket);

    public Task<string> StartAsync(AgentStart start)
    {
        if (drain.Leaving.IsCancellationRequested)
        {
            DeactivateOnIdle();
            throw new OrleansException($"Silo {self.Name} leaves the cluster: the agent begins elsewhere.");
        }

        if (start.Incarnation > _incarnation)
        {
            (_incarnation, _answered, _ticket) = (start.Incarnation, 0, start.Ticket);
            _life = LiveAsync(start.Incarnation);
        }

        return Task.FromResult(self.Address);
    }

    public Task<AgentStatus> StatusAsync() => Task.FromResult(Status);

    /// <summary>
    /// The silo shuts down, though not all agents could leave before: this one does at the end of its task. A silo without others has nobody
    /// to tell, as the run's grain ends with it.
    /// </summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _leave.CancelAsync();
        _gone.CancelAfter(drain.HasOtherSilos ? GrainCalls.ResponseTimeout : TimeSpan.Zero);
        await _life;
        _leave.Dispose();
        _gone.Dispose();
    }

    private async Task LiveAsync(int incarnation)
    {
        runs.CountAgents(1);
        try
        {
            await Task.Yield();
            if (await JoinAsync() is { } run)
            {
                await WorkAsync(run, incarnation);
            }
        }
        catch (OperationCanceledException) when (IsLeaving)
        {
            await LeaveAsync();
        }
        catch (Exception e)
        {
            // Nothing here is meant to fail; an agent that does begins again with what it had, and the run does not wait for it for ever.
            LogFailure(Number, e);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            await LeaveAsync();
        }
        finally
        {
            runs.CountAgents(-1);
            DeactivateOnIdle();
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await GrainCalls.RetryAsync(() => Run.LeaveAsync(Number, Status), TimeProvider.System, _gone.Token);
        }
        catch (OperationCanceledException)
        {
            // Without a word of it, the run's grain takes it for lost with its silo.
        }
    }

    /// <summary>Waits for as long as this silo cannot reach the model servers, and has the run's grain say so.</summary>
    private async Task<SiloRun?> JoinAsync()
    {
        while (true)
        {
            try
            {
                return await runs.JoinAsync(RunId);
            }
            catch (EndpointException e)
            {
                await GrainCalls.RetryAsync(
                    () => Run.ReportErrorAsync(self.Address, $"Silo {self.Name}: {e.Message}"),
                    TimeProvider.System,
                    _leave.Token
                );
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, _leave.Token);
            }
        }
    }

    /// <summary>Does tasks until there is nothing more.</summary>
    /// <exception cref="OperationCanceledException">The agent leaves its silo.</exception>
    private async Task WorkAsync(SiloRun run, int incarnation)
    {
        var number = Number;
        while (_ticket is not null || await TakeAsync(run, number, incarnation))
        {
            var ticket = _ticket!;
            if (!await WaitUntilAsync(run, ticket.IntendedStart))
            {
                await FinishAsync(run, number, incarnation, ticket);
                return;
            }

            (var record, _ticket) = await Task.Run(() => run.DoAsync(ticket, number, drain.Leaving, run.Abort));
            if (record is null)
            {
                throw new OperationCanceledException(_leave.Token);
            }

            await run.SaveAsync(record, CancellationToken.None);
            _ticket = null;
            await WaitUntilAsync(run, run.Clock.Now + run.ThinkTimeOf(ticket.Group).TotalSeconds);
        }

        await FinishAsync(run, number, incarnation, null);
    }

    private Task FinishAsync(SiloRun run, int number, int incarnation, Ticket? unbegun) =>
        GrainCalls.RetryAsync(() => Run.FinishedAsync(number, incarnation, unbegun), run.Clock.Time, _leave.Token);

    /// <summary>Takes the next task, waiting until there may be one; false where there is nothing more.</summary>
    private async Task<bool> TakeAsync(SiloRun run, int number, int incarnation)
    {
        while (true)
        {
            _leave.Token.ThrowIfCancellationRequested();
            var ask = new AssignmentRequest(number, incarnation, _answered + 1, run.Clock.Now);
            var order = await GrainCalls.RetryAsync(() => Run.NextAsync(ask), run.Clock.Time, _leave.Token);
            _answered++;
            _ticket = order.Ticket;
            if (_ticket is not null || order.NotBefore is not { } notBefore)
            {
                return _ticket is not null;
            }

            await WaitUntilAsync(run, notBefore);
        }
    }

    /// <summary>False where the run ends before.</summary>
    /// <exception cref="OperationCanceledException">The agent leaves its silo before.</exception>
    private async Task<bool> WaitUntilAsync(SiloRun run, double instant)
    {
        var time = TimeSpan.FromSeconds(Math.Clamp(instant - run.Clock.Now, 0, 1e6));
        if (time <= TimeSpan.Zero)
        {
            return true;
        }

        using var cut = CancellationTokenSource.CreateLinkedTokenSource(run.NoneLeft, _leave.Token);
        await Task.Delay(time, run.Clock.Time, cut.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _leave.Token.ThrowIfCancellationRequested();
        return !cut.IsCancellationRequested;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Agent {Number} failed and begins again.")]
    private partial void LogFailure(int number, Exception exception);
}
