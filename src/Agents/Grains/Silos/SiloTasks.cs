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
    private readonly Dictionary<int, SiloAgent> _agents = [];
    private readonly Dictionary<long, Ticket> _held = [];
    private readonly Dictionary<long, Ticket> _unconfirmed = [];
    private readonly Dictionary<int, Waiter> _waiting = [];
    private readonly Queue<Ticket>[] _spare = [.. Enumerable.Range(0, schedule.LaneCount).Select(static _ => new Queue<Ticket>())];
    private readonly TakeRate[] _rates = [.. Enumerable.Range(0, schedule.LaneCount).Select(_ => new TakeRate(time))];
    private readonly SemaphoreSlim _changed = new(0, 1);
    private News _news = new();
    private int _epoch;
    private long _sequence;
    private bool _isClosed;

    /// <summary>Adds an agent that starts on this silo or has migrated to it.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="ticket">The task that it brings, or null.</param>
    public void Add(SiloAgent agent, Ticket? ticket)
    {
        lock (_gate)
        {
            _agents[agent.Number] = agent;
            if (ticket is not null)
            {
                _held[ticket.Id] = ticket;
                agent.Unconfirmed = ticket.Id;
            }

            _news.Arrived.Add(new ArrivedAgent(agent.Number, agent.Start.Incarnation, ticket));
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
            if (_agents.GetValueOrDefault(agent.Number) != agent)
            {
                return;
            }

            _agents.Remove(agent.Number);
            _waiting.Remove(agent.Number);
            if (ticket is not null && reason == DepartureReason.Migrating)
            {
                // The other silo holds it now: a task that two silos hold would be done twice when one of them dies.
                _held.Remove(ticket.Id);
            }
            else if (ticket is not null)
            {
                if (agent.Unconfirmed == ticket.Id)
                {
                    _unconfirmed[ticket.Id] = ticket;
                }
                else
                {
                    Offer(ticket);
                }
            }

            _news.Departed.Add(
                new DepartedAgent(agent.Number, agent.Start.Incarnation, reason, reason == DepartureReason.Migrating ? ticket?.Id : null)
            );
            ReturnUnused();
            Signal();
        }
    }

    /// <summary>Updates an agent that was started again while it runs.</summary>
    public void Restart(SiloAgent agent, AgentStart start)
    {
        lock (_gate)
        {
            agent.Start = start;
            _news.Arrived.Add(new ArrivedAgent(agent.Number, start.Incarnation, null));
            Signal();
        }
    }

    /// <summary>Takes the next task for an agent, or waits for the run's grain.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="idleSince">When it became idle, seconds since the start of the run.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<AssignmentReply> TakeAsync(SiloAgent agent, double idleSince, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_gate)
        {
            if (TryTake(agent, idleSince) is { } reply)
            {
                return reply;
            }

            waiter = _waiting[agent.Number] = new Waiter(agent, idleSince);
            Signal();
        }

        try
        {
            return await waiter.Reply.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                if (_waiting.GetValueOrDefault(agent.Number) == waiter)
                {
                    _waiting.Remove(agent.Number);
                }
                else if (waiter.Delivered?.Ticket is { } ticket)
                {
                    Offer(ticket);
                    Signal();
                }
            }

            throw;
        }
    }

    /// <summary>A task has ended and its record is saved.</summary>
    public void End(long task)
    {
        lock (_gate)
        {
            if (_held.Remove(task))
            {
                _news.Ended.Add(task);
            }
        }
    }

    /// <summary>An agent does not start a task because the run ends.</summary>
    public void Return(long task)
    {
        lock (_gate)
        {
            if (_held.Remove(task, out var ticket))
            {
                _news.Returned.Add(ticket);
                Signal();
            }
        }
    }

    /// <summary>Starts no more tasks: those that are held in advance are returned.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            ReturnUnused();
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
            return new SiloHoldings(_agents.ToDictionary(agent => agent.Key, agent => agent.Value.Start.Incarnation), [.. _held.Values]);
        }
    }

    /// <summary>Waits until the run's grain must be told something, or the timeout.</summary>
    public Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => _changed.WaitAsync(timeout, cancellationToken);

    /// <summary>Creates the next request; null if there is nothing to tell or to ask.</summary>
    public SiloRequest? NextRequest()
    {
        lock (_gate)
        {
            int[] spare =
                _isClosed || !isClustered ? [] : [.. _rates.Select((rate, lane) => Math.Max(0, rate.Count() - _spare[lane].Count))];
            // On a cluster an empty request asks whether agents must migrate.
            if (_news.IsEmpty && _waiting.Count == 0 && (!isClustered || _agents.Count == 0))
            {
                return null;
            }

            var news = _news;
            _news = new News();
            return new SiloRequest
            {
                Silo = silo,
                Sequence = ++_sequence,
                Arrived = news.Arrived,
                Departed = news.Departed,
                Begun = news.Begun,
                Ended = news.Ended,
                Returned = news.Returned,
                Idle =
                [
                    .. _waiting.Values.Select(waiter => new IdleAgent(
                        waiter.Agent.Number,
                        waiter.Agent.Start.Incarnation,
                        waiter.IdleSince
                    )),
                ],
                Spare = spare,
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
            foreach (var assignment in reply.Assignments)
            {
                Deliver(assignment);
            }

            foreach (var ticket in reply.Spare)
            {
                _held[ticket.Id] = ticket;
                _spare[LaneOf(ticket)].Enqueue(ticket);
            }

            ServeWaiting();
            ReturnUnused();
            foreach (var task in reply.Revoked)
            {
                _held.Remove(task);
            }

            foreach (var arrived in request.Arrived)
            {
                Confirm(arrived);
            }

            foreach (var agent in reply.Stopped)
            {
                _agents.GetValueOrDefault(agent)?.Stop();
            }

            foreach (var (agent, target) in reply.Migrations)
            {
                _agents.GetValueOrDefault(agent)?.Migrate(target);
            }

            return true;
        }
    }

    private void Confirm(ArrivedAgent arrived)
    {
        if (arrived.Ticket is { } brought && _unconfirmed.Remove(brought.Id, out var ticket) && _held.ContainsKey(brought.Id))
        {
            Offer(ticket);
        }

        if (_agents.GetValueOrDefault(arrived.Agent) is { } agent && (agent.Unconfirmed is not { } task || task == arrived.Ticket?.Id))
        {
            agent.Confirm(agent.Unconfirmed is not { } id || _held.ContainsKey(id));
            agent.Unconfirmed = null;
        }
    }

    private int LaneOf(Ticket ticket) => (int)(ticket.Id % schedule.LaneCount);

    private AssignmentReply? TryTake(SiloAgent agent, double idleSince)
    {
        var lane = agent.Start.Lane;
        if (_spare[lane].Count == 0 || _isClosed)
        {
            return null;
        }

        var start = schedule.ClosedStart(lane, agent.Start.Place, idleSince);
        if (start > idleSince)
        {
            return new AssignmentReply(agent.Number, null, start);
        }

        var ticket = _spare[lane].Dequeue();
        _rates[lane].Add();
        _news.Begun.Add(ticket.Id);
        if (_spare[lane].Count < _rates[lane].Count() / 2)
        {
            Signal();
        }

        return new AssignmentReply(agent.Number, start is null ? ticket : ticket with { IntendedStart = idleSince }, null);
    }

    private void Deliver(AssignmentReply reply)
    {
        if (reply.Ticket is { } ticket)
        {
            _held[ticket.Id] = ticket;
            _rates[LaneOf(ticket)].Add();
        }

        if (_waiting.Remove(reply.Agent, out var waiter))
        {
            waiter.Deliver(reply);
        }
        else if (reply.Ticket is { } unclaimed)
        {
            Offer(unclaimed);
        }
    }

    /// <summary>Agents that became idle after the request was sent take tasks that are held in advance.</summary>
    private void ServeWaiting()
    {
        foreach (var waiter in _waiting.Values.ToArray())
        {
            if (TryTake(waiter.Agent, waiter.IdleSince) is { } reply)
            {
                _waiting.Remove(waiter.Agent.Number);
                waiter.Deliver(reply);
            }
        }
    }

    /// <summary>Lets another agent take a task.</summary>
    private void Offer(Ticket ticket)
    {
        _held[ticket.Id] = ticket;
        _spare[LaneOf(ticket)].Enqueue(ticket);
        ServeWaiting();
        ReturnUnused();
    }

    /// <summary>Returns tasks that no agent of this silo can take.</summary>
    private void ReturnUnused()
    {
        for (var lane = 0; lane < _spare.Length; lane++)
        {
            while ((_isClosed || !_agents.Values.Any(agent => agent.Start.Lane == lane)) && _spare[lane].TryDequeue(out var ticket))
            {
                _held.Remove(ticket.Id);
                _news.Returned.Add(ticket);
            }
        }
    }

    private void Signal()
    {
        if (_changed.CurrentCount == 0)
        {
            _changed.Release();
        }
    }

    private sealed record Waiter(SiloAgent Agent, double IdleSince)
    {
        public TaskCompletionSource<AssignmentReply> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public AssignmentReply? Delivered { get; private set; }

        public void Deliver(AssignmentReply reply)
        {
            Delivered = reply;
            Reply.SetResult(reply);
        }
    }

    private sealed class News
    {
        public List<ArrivedAgent> Arrived { get; } = [];

        public List<DepartedAgent> Departed { get; } = [];

        public List<long> Begun { get; } = [];

        public List<long> Ended { get; } = [];

        public List<Ticket> Returned { get; } = [];

        public bool IsEmpty => Arrived.Count + Departed.Count + Begun.Count + Ended.Count + Returned.Count == 0;
    }
}
