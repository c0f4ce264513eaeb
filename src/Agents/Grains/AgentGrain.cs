using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Placement;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Inference;
using Microsoft.Extensions.Logging;

namespace AgentLoad.Agents.Grains;

/// <summary>
/// One agent. Its loop runs on the grain's scheduler, but not inside a grain call: a grain with a running call is neither deactivated nor
/// told about its deactivation.
/// </summary>
[EvenPlacement, KeepAlive]
internal sealed partial class AgentGrain(SiloRuns runs, LocalSilo self, SiloDrain drain, TimeProvider time, ILogger<AgentGrain> logger)
    : Grain,
        IAgentGrain
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _leave = CancellationTokenSource.CreateLinkedTokenSource(drain.Leaving);
    private readonly CancellationTokenSource _abandon = new();
    private Task _life = Task.CompletedTask;
    private AgentStart? _start;
    private AgentLoop? _loop;

    private int Number => (int)this.GetPrimaryKeyLong(out _);

    private string RunId
    {
        get
        {
            this.GetPrimaryKeyLong(out var runId);
            return runId!;
        }
    }

    // The silo's token is cancelled before those that are linked to it.
    private bool IsLeaving => drain.Leaving.IsCancellationRequested || _leave.IsCancellationRequested;

    private IRunGrain Run => GrainFactory.GetGrain<IRunGrain>(RunId);

    private AgentStatus Status =>
        new(
            self.Address,
            _start?.Incarnation ?? 0,
            _loop?.Answered ?? 0,
            _loop is null ? _start?.Ticket
                : _loop.Current is { } current ? Ticket.Of(current)
                : null
        );

    public Task<string> StartAsync(AgentStart start)
    {
        if (drain.Leaving.IsCancellationRequested)
        {
            DeactivateOnIdle();
            throw new OrleansException($"Silo {self.Name} is leaving the cluster. The agent must start on another silo.");
        }

        if (start.Incarnation > (_start?.Incarnation ?? 0))
        {
            (_start, _loop) = (start, null);
            _life = LiveAsync(start);
        }

        return Task.FromResult(self.Address);
    }

    public Task<AgentStatus> StatusAsync() => Task.FromResult(Status);

    /// <summary>
    /// The silo shuts down before all agents could move: this one moves at the end of its task. Without other silos there is nowhere to go,
    /// and the run's grain ends as well.
    /// </summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _leave.CancelAsync();
        _abandon.CancelAfter(drain.HasOtherSilos ? GrainCalls.ResponseTimeout : TimeSpan.Zero);
        await _life;
        _leave.Dispose();
        _abandon.Dispose();
    }

    private async Task LiveAsync(AgentStart start)
    {
        runs.CountAgents(1);
        try
        {
            await Task.Yield();
            if (await JoinAsync() is { } run)
            {
                var feed = new RunGrainFeed(Run, run, start.Incarnation, time);
                _loop = new AgentLoop(Number, feed, new SiloRunWork(run, drain), run.Clock);
                await _loop.RunAsync(start.Ticket is { } ticket ? run.Recall(ticket) : null, _leave.Token);
            }
        }
        catch (OperationCanceledException) when (IsLeaving)
        {
            await LeaveAsync();
        }
        catch (Exception exception)
        {
            // An unexpected failure restarts the agent with the task that it holds. The run must not wait for it.
            LogFailure(Number, exception);
            await Task.Delay(RetryInterval, time);
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
            await GrainCalls.RetryAsync(() => Run.LeaveAsync(Number, Status), time, _abandon.Token);
        }
        catch (OperationCanceledException)
        {
            // The run's grain takes the agent for lost with its silo.
        }
    }

    /// <summary>Joins the run on this silo, waiting until the silo can reach the model servers. Null if the run no longer exists.</summary>
    private async Task<SiloRun?> JoinAsync()
    {
        while (true)
        {
            try
            {
                return await runs.JoinAsync(RunId);
            }
            catch (EndpointException exception)
            {
                var error = $"Silo {self.Name}: {exception.Message}";
                await GrainCalls.RetryAsync(() => Run.ReportErrorAsync(self.Address, error), time, _leave.Token);
                await Task.Delay(RetryInterval, time, _leave.Token);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Agent {Number} failed and is restarted.")]
    private partial void LogFailure(int number, Exception exception);
}
