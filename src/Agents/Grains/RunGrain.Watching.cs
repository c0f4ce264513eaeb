using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Runs;
using Orleans.Storage;

namespace AgentLoad.Agents.Grains;

/// <content>What nobody asks for: agents to start, silos that died, the end of the duration, the end of the run.</content>
internal sealed partial class RunGrain
{
    private async Task TickAsync()
    {
        if (_isTicking || State.Phase is not (RunPhase.Running or RunPhase.Draining or RunPhase.Aborting))
        {
            return;
        }

        _isTicking = true;
        try
        {
            await LookAfterHostsAsync();
            await LookAtTheClockAsync();
            Grow();
            if (!_isKeeping && time.GetElapsedTime(_kept) >= KeepEvery)
            {
                _ = KeepReportsAsync();
            }

            if (IsOver)
            {
                await FinishAsync();
            }
        }
        finally
        {
            _isTicking = false;
        }
    }

    /// <summary>Keeps what silos reported, for a grain that begins elsewhere: the silo that dies with this one reports no more. Nothing waits for it.</summary>
    private async Task KeepReportsAsync()
    {
        _isKeeping = true;
        try
        {
            await SaveAsync();
        }
        catch (InconsistentStateException)
        {
            // Another activation took over; this one ends.
        }
        finally
        {
            (_kept, _isKeeping) = (time.GetTimestamp(), false);
        }
    }

    private bool IsOver =>
        _ledger!.Active == 0
        && (
            State.Phase >= RunPhase.Draining
            || _ledger.IsExhausted
            || (_schedule!.NextGrowth(Now) is null && _schedule.AgentsWanted(Now) <= _started)
        );

    private async Task LookAfterHostsAsync()
    {
        var alive = ActiveSilos().ToHashSet(StringComparer.Ordinal);
        var living = _ledger!.BySilo.Keys.Where(silo => silo.Length > 0).ToArray();
        foreach (var silo in State.Silos.Union(living, StringComparer.Ordinal).Where(silo => !alive.Contains(silo)).ToArray())
        {
            // A silo that shuts down hands its agents over itself; only one that is dead has lost them.
            if (IsDead(silo))
            {
                var (agents, tasks) = _ledger.OnSiloLost(silo);
                State.Losses.Add(
                    new Loss(Now, NameOf(silo), agents.Count + _lostBefore.Agents, tasks + _lostBefore.Tasks, _reports.Close(silo))
                );
                _lostBefore = default;
                State.Silos.Remove(silo);
                foreach (var agent in agents)
                {
                    if (State.Phase == RunPhase.Aborting)
                    {
                        _ledger.Remove(agent);
                    }
                    else
                    {
                        Start(agent, _ledger.Start(agent));
                    }
                }

                await SaveAsync();
            }
        }

        // Those without agents that do branches of searches report as well.
        string[] taking =
        [
            .. living
                .Union(_reports.All.Select(report => report.Silo), StringComparer.Ordinal)
                .Where(alive.Contains)
                .Except(_leaving, StringComparer.Ordinal),
        ];
        if (taking.Except(State.Silos, StringComparer.Ordinal).Any())
        {
            State.Silos = [.. State.Silos.Union(taking, StringComparer.Ordinal).Except(_leaving, StringComparer.Ordinal)];
            await SaveAsync();
        }
    }

    private async Task LookAtTheClockAsync()
    {
        if (State.Phase == RunPhase.Running && Now >= _workload!.Load.Duration?.TotalSeconds)
        {
            await EndAsync(_workload.Load.Grace.TotalSeconds);
        }

        if (State.Phase == RunPhase.Draining && Now >= State.AbortAt)
        {
            State.Phase = RunPhase.Aborting;
            await SaveAsync();
        }
    }

    private async Task EndAsync(double grace)
    {
        if (State.Phase is not (RunPhase.Running or RunPhase.Draining))
        {
            return;
        }

        State.Missed ??= _schedule?.Missed(Now);
        _schedule?.Close();
        State.AbortAt = Math.Min(State.AbortAt ?? double.PositiveInfinity, Now + grace);
        State.Phase = grace <= 0 ? RunPhase.Aborting : RunPhase.Draining;
        await SaveAsync();
    }

    /// <summary>Starts as many agents as the schedule wants.</summary>
    private void Grow()
    {
        if (State.Phase != RunPhase.Running || _ledger!.IsExhausted)
        {
            return;
        }

        for (var wanted = _schedule!.AgentsWanted(Now); _started < wanted; _started++)
        {
            Start(_started, _ledger.Start(_started));
        }
    }

    private async Task FinishAsync()
    {
        var order = State.Spec!;
        foreach (var ticket in _ledger!.Waiting)
        {
            var task = _schedule!.Recall(ticket.Id, ticket.Group, ticket.Number, ticket.IsBaseline);
            await log.AppendAsync(order.RunId, AbortedTasks.Of(task, ticket, Now), CancellationToken.None);
        }

        State.NotStarted = _schedule!.PlannedTasks - _schedule.HandedOut ?? 0;
        State.Missed ??= _schedule.Missed(Now);
        State.Duration = Now;
        await LeaveSilosAsync();
        State.Phase = RunPhase.Ended;
        await SaveAsync();
        await ForgetReminderAsync();
    }
}
