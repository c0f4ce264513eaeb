using AgentLoad.Silo.Contracts;
using AgentLoad.Silo.Placement;
using AgentLoad.Silo.Runs;

namespace AgentLoad.Silo.Grains;

/// <summary>
/// One agent. Its life runs on a one-shot timer of the grain, beside its grain calls; a task itself touches nothing of the grain and runs
/// where tasks run without grains, so that a call costs the same on every host.
/// </summary>
[SpreadByNumber, KeepAlive]
internal sealed class AgentGrain(SiloRuns runs, SiloSelf self) : Grain, IAgentGrain
{
    private readonly CancellationTokenSource _leave = new();
    private Task _life = Task.CompletedTask;
    private int _incarnation;
    private long _asks;
    private Ticket? _ticket;

    private int Number => (int)this.GetPrimaryKeyLong(out _);

    private IRunGrain Run
    {
        get
        {
            this.GetPrimaryKeyLong(out var runId);
            return GrainFactory.GetGrain<IRunGrain>(runId);
        }
    }

    public Task<string> StartAsync(AgentStart start)
    {
        if (start.Incarnation > _incarnation)
        {
            (_incarnation, _asks, _ticket) = (start.Incarnation, 0, start.Ticket);
            var begun = new TaskCompletionSource();
            _life = begun.Task;
            this.RegisterGrainTimer(
                async _ =>
                {
                    await LiveAsync(start.Incarnation);
                    begun.TrySetResult();
                },
                new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { Interleave = true });
        }

        return Task.FromResult(self.Address);
    }

    public Task<AgentStatus> StatusAsync() => Task.FromResult(new AgentStatus(self.Address, _incarnation, _asks, _ticket));

    /// <summary>The silo shuts down: the agent leaves at the end of its step, and the run's grain has it go on elsewhere.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _leave.CancelAsync();
        await _life;
    }

    private async Task LiveAsync(int incarnation)
    {
        runs.CountAgents(1);
        try
        {
            this.GetPrimaryKeyLong(out var runId);
            if (await runs.JoinAsync(runId) is { } run)
            {
                await WorkAsync(run, incarnation);
            }
        }
        catch (OperationCanceledException)
        {
            // Left, and told so.
        }
        finally
        {
            runs.CountAgents(-1);
        }
    }

    private async Task WorkAsync(SiloRun run, int incarnation)
    {
        var number = Number;
        var grain = Run;
        while (!_leave.IsCancellationRequested)
        {
            _ticket ??= await AskAsync(run, grain, number, incarnation);
            if (_ticket is not { } ticket)
            {
                await SiloFailures.RepeatAsync(() => Done(grain.FinishedAsync(number, incarnation)), run.Clock.Time, _leave.Token);
                return;
            }

            await PauseAsync(run, TimeSpan.FromSeconds(Math.Max(0, ticket.IntendedStart - run.Clock.Now)));
            if (_leave.IsCancellationRequested)
            {
                break;
            }

            var record = await Task.Run(() => run.DoAsync(ticket, number, run.Abort));
            await run.SaveAsync(record, CancellationToken.None);
            _ticket = null;
            await PauseAsync(run, run.ThinkTimeOf(ticket.Group));
        }

        await SiloFailures.RepeatAsync(() => Done(grain.LeaveAsync(number, incarnation, _ticket)), run.Clock.Time, CancellationToken.None);
    }

    private Task<Ticket?> AskAsync(SiloRun run, IRunGrain grain, int number, int incarnation)
    {
        var ask = new AgentAsk(number, incarnation, ++_asks, run.Clock.Now);
        return SiloFailures.RepeatAsync(() => grain.NextAsync(ask), run.Clock.Time, _leave.Token);
    }

    private static async Task<bool> Done(Task call)
    {
        await call;
        return true;
    }

    private async Task PauseAsync(SiloRun run, TimeSpan time)
    {
        if (time > TimeSpan.Zero)
        {
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(run.NoneLeft, _leave.Token);
            await Task.Delay(time, run.Clock.Time, cut.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }
}
