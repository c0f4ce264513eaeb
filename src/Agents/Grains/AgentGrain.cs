using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Placement;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Inference;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Placement;

namespace AgentLoad.Agents.Grains;

/// <summary>
/// One agent. Its loop runs on the grain's scheduler, but not inside a grain call: a grain with a running call is neither deactivated nor
/// told about its deactivation. It migrates between two steps of a task, with the results of the steps.
/// </summary>
[EvenPlacement, KeepAlive]
internal sealed partial class AgentGrain(SiloRuns runs, LocalSilo self, SiloDrain drain, TimeProvider time, ILogger<AgentGrain> logger)
    : Grain,
        IAgentGrain,
        IGrainMigrationParticipant,
        IDisposable
{
    private const string StateKey = "agentload.agent";
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private Task _life = Task.CompletedTask;
    private AgentStart? _start;
    private Ticket? _ticket;
    private SiloAgent? _agent;
    private bool _isCounted;

    private int Number => (int)this.GetPrimaryKeyLong(out _);

    private string RunId
    {
        get
        {
            this.GetPrimaryKeyLong(out var runId);
            return runId!;
        }
    }

    public Task<string> StartAsync(AgentStart start)
    {
        if (drain.Leaving.IsCancellationRequested)
        {
            DeactivateOnIdle();
            throw new OrleansException($"Silo {self.Name} is leaving the cluster. The agent must start on another silo.");
        }

        if (start.Incarnation > (_start?.Incarnation ?? 0))
        {
            _start = start;
            if (_agent is { } running)
            {
                runs.JoinedOf(RunId)?.Tasks.Restart(running, start);
            }
            else if (_life.IsCompleted)
            {
                _life = LiveAsync();
            }
        }

        return Task.FromResult(self.Address);
    }

    /// <summary>An agent that has migrated to this silo continues.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (_start is not null)
        {
            _life = LiveAsync();
        }

        return Task.CompletedTask;
    }

    /// <summary>The agent ends its running steps, then it migrates or ends.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _agent?.Migrate(null);
        await _life;
    }

    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        if (_start is { } start)
        {
            dehydrationContext.TryAddValue(StateKey, new MigratingAgent(start, _ticket));
        }
    }

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (rehydrationContext.TryGetValue<MigratingAgent>(StateKey, out var agent) && agent is not null)
        {
            (_start, _ticket) = (agent.Start, agent.Ticket);
        }
    }

    /// <summary>The agent has ended, or the silo that it migrated to has it.</summary>
    public void Dispose()
    {
        if (_isCounted)
        {
            runs.CountAgents(-1);
        }
    }

    private async Task LiveAsync()
    {
        // The call that started the agent named its silo. Calls that the agent makes must not inherit that: its branches run on all silos.
        RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        if (!_isCounted)
        {
            runs.CountAgents(1);
            _isCounted = true;
        }

        try
        {
            await Task.Yield();
            if (await JoinAsync() is { } run)
            {
                await WorkAsync(run);
            }
        }
        catch (OperationCanceledException) when (drain.Leaving.IsCancellationRequested)
        {
            TryMigrate(null);
        }
        finally
        {
            DeactivateOnIdle();
        }
    }

    private async Task WorkAsync(SiloRun run)
    {
        using var agent = new SiloAgent(Number, _start!, drain.Leaving);
        _agent = agent;
        run.Tasks.Add(agent, _ticket);
        var reason = DepartureReason.Lost;
        Assignment? held = null;
        try
        {
            // An agent that migrated again before the run's grain knew of it could be found on the wrong silo.
            held = _ticket is { } ticket && await agent.Confirmed ? run.Recall(ticket) : null;
            reason = await LoopAsync(run, agent, held);
        }
        finally
        {
            _agent = null;
            reason = reason == DepartureReason.Migrating && (agent.IsStopped || !TryMigrate(agent.Target)) ? DepartureReason.Lost : reason;
            run.Tasks.Remove(agent, reason, _ticket);
        }
    }

    /// <summary>Works until there is no more work or the agent must leave. The task that it holds then is kept.</summary>
    private async Task<DepartureReason> LoopAsync(SiloRun run, SiloAgent agent, Assignment? held)
    {
        while (true)
        {
            var loop = new AgentLoop(
                Number,
                new SiloTaskFeed(agent, run),
                new SiloRunWork(run, drain.CanMigrate ? agent.Leave : default),
                run.Clock
            );
            try
            {
                await loop.RunAsync(held, agent.Leave);
                _ticket = null;
                return DepartureReason.Finished;
            }
            catch (OperationCanceledException) when (agent.Leave.IsCancellationRequested)
            {
                _ticket = loop.Current is { } current ? Ticket.Of(current) : null;
                return DepartureReason.Migrating;
            }
            catch (Exception exception)
            {
                // The run must not wait for an agent that failed: it continues with the task that it holds.
                LogFailure(Number, exception);
                held = loop.Current;
                await Task.Delay(RetryInterval, time);
            }
        }
    }

    /// <summary>Starts the migration. False if there is no silo to migrate to.</summary>
    private bool TryMigrate(string? wanted)
    {
        if (drain.FindTarget(Number, wanted) is not { } target)
        {
            return false;
        }

        RequestContext.Set(IPlacementDirector.PlacementHintKey, target);
        MigrateOnIdle();
        return true;
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
                var run = GrainFactory.GetGrain<IRunGrain>(RunId);
                await GrainCalls.RetryAsync(() => run.ReportErrorAsync(self.Address, error), time, drain.Leaving);
                await Task.Delay(RetryInterval, time, drain.Leaving);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailure(Number, exception);
                await Task.Delay(RetryInterval, time, drain.Leaving);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Agent {Number} failed and is restarted.")]
    private partial void LogFailure(int number, Exception exception);
}
