using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>
/// The tasks and agents of one run on one silo. Agents take their tasks here. One request at a time tells the run's grain what happened and
/// fetches tasks. On a cluster the silo holds as many tasks in advance as its agents started in the last seconds, so that they continue
/// while the run's grain moves to another silo. Thread-safe.
/// </summary>
/// <param name="silo">Address of this silo.</param>
/// <param name="schedule">The run's schedule, for the times of the population.</param>
/// <param name="isClustered">True to hold tasks in advance.</param>
/// <param name="time">The time.</param>
internal sealed class SiloTasks(string silo, Schedule schedule, bool isClustered, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly TaskDistributor _tasks = new(schedule, time);
    private readonly SemaphoreSlim _changed = new(0, 1);
    private int _epoch;
    private long _sequence;

    /// <summary>Adds an agent that starts on this silo or has migrated to it.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="ticket">The task that it brings, or null.</param>
    public void Add(SiloAgent agent, Ticket? ticket)
    {
        lock (_gate)
        {
            _tasks.Add(agent, ticket);
            Signal();
        }
    }

    /// <summary>Removes an agent that leaves this silo.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="reason">Why it leaves.</param>
    /// <param name="ticket">The task that it holds. Unless the agent migrates, another agent of this silo continues it.</param>
    public void Remove(SiloAgent agent, DepartureReason reason, Ticket? ticket)
    {
        lock (_gate)
        {
            if (_tasks.TryRemove(agent, reason, ticket))
            {
                Signal();
            }
        }
    }

    /// <summary>Updates an agent that was started again while it runs.</summary>
    public void Restart(SiloAgent agent, AgentStart start)
    {
        lock (_gate)
        {
            _tasks.Restart(agent, start);
            Signal();
        }
    }

    /// <summary>Takes the next task for an agent, or waits for the run's grain.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="idleSince">When it became idle, seconds since the start of the run.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<AssignmentReply> TakeAsync(SiloAgent agent, double idleSince, CancellationToken cancellationToken)
    {
        WaitingAgent waiting;
        lock (_gate)
        {
            if (_tasks.TryTake(agent, idleSince) is { } reply)
            {
                SignalIf(_tasks.IsLow);
                return reply;
            }

            waiting = _tasks.Wait(agent, idleSince);
            Signal();
        }

        try
        {
            return await waiting.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                SignalIf(_tasks.EndWait(waiting));
            }

            throw;
        }
    }

    /// <summary>A task has ended and its record is saved.</summary>
    public void End(long task)
    {
        lock (_gate)
        {
            _tasks.End(task);
        }
    }

    /// <summary>An agent does not start a task because the run ends.</summary>
    public void Return(long task)
    {
        lock (_gate)
        {
            SignalIf(_tasks.TryReturn(task));
        }
    }

    /// <summary>Starts no more tasks: those that are held in advance are returned.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _tasks.Close();
            Signal();
        }
    }

    /// <summary>What this silo holds. Replies of earlier activations of the run's grain are ignored from now on.</summary>
    /// <param name="epoch">Which activation of the run's grain asks.</param>
    public SiloHoldings Describe(int epoch)
    {
        lock (_gate)
        {
            _epoch = Math.Max(_epoch, epoch);
            var incarnations = _tasks.Agents.ToDictionary(agent => agent.Key, agent => agent.Value.Start.Incarnation);
            return new SiloHoldings(incarnations, [.. _tasks.Held]);
        }
    }

    /// <summary>Waits until the run's grain must be told something, or the timeout.</summary>
    public Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => _changed.WaitAsync(timeout, cancellationToken);

    /// <summary>Creates the next request; null if there is nothing to tell or to ask.</summary>
    public SiloRequest? NextRequest()
    {
        lock (_gate)
        {
            // On a cluster an empty request asks whether agents must migrate.
            if (!_tasks.HasNews && _tasks.Waiting.Count == 0 && (!isClustered || _tasks.Agents.Count == 0))
            {
                return null;
            }

            var news = _tasks.TakeNews();
            return new SiloRequest
            {
                Silo = silo,
                Sequence = ++_sequence,
                Arrived = news.Arrived,
                Departed = news.Departed,
                Begun = news.Begun,
                Ended = news.Ended,
                Returned = news.Returned,
                Idle = [.. _tasks.Waiting.Select(waiting => waiting.Describe())],
                Spare = _tasks.IsClosed || !isClustered ? [] : _tasks.CountMissing(),
            };
        }
    }

    /// <summary>Takes the reply to a request.</summary>
    /// <returns>False if an earlier activation of the run's grain sent it: the request must be repeated.</returns>
    public bool TryApply(SiloRequest request, SiloReply reply)
    {
        lock (_gate)
        {
            if (reply.Epoch < _epoch)
            {
                return false;
            }

            _epoch = reply.Epoch;
            _tasks.Apply(reply);
            foreach (var arrived in request.Arrived)
            {
                _tasks.Confirm(arrived);
            }

            SignalIf(_tasks.IsLow);
            foreach (var agent in reply.Stopped)
            {
                _tasks.Agents.GetValueOrDefault(agent)?.Stop();
            }

            foreach (var (agent, target) in reply.Migrations)
            {
                _tasks.Agents.GetValueOrDefault(agent)?.Migrate(target);
            }

            return true;
        }
    }

    private void SignalIf(bool isNeeded)
    {
        if (isNeeded)
        {
            Signal();
        }
    }

    private void Signal()
    {
        if (_changed.CurrentCount == 0)
        {
            _changed.Release();
        }
    }
}
