using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>Gives the agents of one silo their tasks, and collects what the run's grain must know. Not thread-safe.</summary>
/// <param name="schedule">The run's schedule, for the times of the population.</param>
/// <param name="time">The time.</param>
internal sealed class TaskDistributor(Schedule schedule, TimeProvider time)
{
    private readonly Dictionary<int, SiloAgent> _agents = [];
    private readonly HeldTasks _tasks = new(schedule.LaneCount, time);
    private readonly Dictionary<long, Ticket> _unconfirmed = [];
    private readonly Dictionary<int, WaitingAgent> _waiting = [];
    private SiloNews _news = new();

    /// <summary>The agents by number.</summary>
    public IReadOnlyDictionary<int, SiloAgent> Agents => _agents;

    /// <summary>The tasks that the silo holds.</summary>
    public IReadOnlyCollection<Ticket> Held => _tasks.All;

    /// <summary>Agents that wait for a task.</summary>
    public IReadOnlyCollection<WaitingAgent> Waiting => _waiting.Values;

    /// <summary>True once no more tasks start.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>True if the run's grain must be told something.</summary>
    public bool HasNews => !_news.IsEmpty;

    /// <summary>True if an agent took a task and few are left that are held in advance.</summary>
    public bool IsLow { get; private set; }

    /// <summary>Adds an agent with the task that it brings, or null.</summary>
    public void Add(SiloAgent agent, Ticket? ticket)
    {
        _agents[agent.Number] = agent;
        if (ticket is not null)
        {
            _tasks.Add(ticket);
            agent.Unconfirmed = ticket.Id;
        }

        _news.Arrived.Add(new ArrivedAgent(agent.Number, agent.Start.Incarnation, ticket));
    }

    /// <summary>Removes an agent with the task that it holds, or null. False if it is not here.</summary>
    public bool TryRemove(SiloAgent agent, DepartureReason reason, Ticket? ticket)
    {
        if (_agents.GetValueOrDefault(agent.Number) != agent)
        {
            return false;
        }

        _agents.Remove(agent.Number);
        _waiting.Remove(agent.Number);
        if (ticket is not null && reason == DepartureReason.Migrating)
        {
            // The other silo holds it now: a task that two silos hold would be done twice when one of them dies.
            _tasks.Remove(ticket.Id);
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
        return true;
    }

    /// <summary>Updates an agent that was started again while it runs.</summary>
    public void Restart(SiloAgent agent, AgentStart start)
    {
        agent.Start = start;
        _news.Arrived.Add(new ArrivedAgent(agent.Number, start.Incarnation, null));
    }

    /// <summary>Gives an agent a task that is held in advance; null if there is none.</summary>
    public AssignmentReply? TryTake(SiloAgent agent, double idleSince)
    {
        var lane = agent.Start.Lane;
        if (!_tasks.HasSpare(lane) || IsClosed)
        {
            return null;
        }

        var start = schedule.ClosedStart(lane, agent.Start.Place, idleSince);
        if (start > idleSince)
        {
            return new AssignmentReply(agent.Number, null, start);
        }

        var ticket = _tasks.TakeSpare(lane);
        _news.Begun.Add(ticket.Id);
        IsLow |= _tasks.IsLow(lane);
        return new AssignmentReply(agent.Number, start is null ? ticket : ticket with { IntendedStart = idleSince }, null);
    }

    /// <summary>Lets an agent wait for a task.</summary>
    public WaitingAgent Wait(SiloAgent agent, double idleSince) => _waiting[agent.Number] = new WaitingAgent(agent, idleSince);

    /// <summary>An agent no longer waits: another one takes the task that it was given.</summary>
    /// <returns>True if it was given a task.</returns>
    public bool EndWait(WaitingAgent waiting)
    {
        if (_waiting.GetValueOrDefault(waiting.Agent.Number) == waiting)
        {
            _waiting.Remove(waiting.Agent.Number);
        }
        else if (waiting.Delivered?.Ticket is { } ticket)
        {
            Offer(ticket);
            return true;
        }

        return false;
    }

    /// <summary>A task has ended and its record is saved.</summary>
    public void End(long task)
    {
        if (_tasks.Remove(task) is not null)
        {
            _news.Ended.Add(task);
        }
    }

    /// <summary>An agent does not start a task because the run ends. False if the silo does not hold it.</summary>
    public bool TryReturn(long task)
    {
        if (_tasks.Remove(task) is not { } ticket)
        {
            return false;
        }

        _news.Returned.Add(ticket);
        return true;
    }

    /// <summary>Starts no more tasks.</summary>
    public void Close()
    {
        IsClosed = true;
        ReturnUnused();
    }

    /// <summary>Takes what happened since the last request.</summary>
    public SiloNews TakeNews()
    {
        var news = _news;
        _news = new SiloNews();
        IsLow = false;
        return news;
    }

    /// <summary>How many more tasks the silo needs in advance, by lane.</summary>
    public int[] CountMissing() => _tasks.CountMissing();

    /// <summary>Takes the tasks of a reply.</summary>
    public void Apply(SiloReply reply)
    {
        foreach (var assignment in reply.Assignments)
        {
            Deliver(assignment);
        }

        foreach (var ticket in reply.Spare)
        {
            _tasks.AddSpare(ticket);
        }

        ServeWaiting();
        ReturnUnused();
        foreach (var task in reply.Revoked)
        {
            _tasks.Remove(task);
        }
    }

    /// <summary>The run's grain knows that an agent has arrived: it, or another one, continues the task that it brought.</summary>
    public void Confirm(ArrivedAgent arrived)
    {
        if (arrived.Ticket is { } brought && _unconfirmed.Remove(brought.Id, out var ticket) && _tasks.Contains(brought.Id))
        {
            Offer(ticket);
        }

        if (_agents.GetValueOrDefault(arrived.Agent) is { } agent && (agent.Unconfirmed is not { } task || task == arrived.Ticket?.Id))
        {
            agent.Confirm(agent.Unconfirmed is not { } id || _tasks.Contains(id));
            agent.Unconfirmed = null;
        }
    }

    private void Deliver(AssignmentReply reply)
    {
        if (reply.Ticket is { } ticket)
        {
            _tasks.Add(ticket);
            _tasks.CountBegun(ticket);
        }

        if (_waiting.Remove(reply.Agent, out var waiting))
        {
            waiting.Deliver(reply);
        }
        else if (reply.Ticket is { } unclaimed)
        {
            Offer(unclaimed);
        }
    }

    /// <summary>Agents that became idle after the request was sent take tasks that are held in advance.</summary>
    private void ServeWaiting()
    {
        foreach (var waiting in _waiting.Values.ToArray())
        {
            if (TryTake(waiting.Agent, waiting.IdleSince) is { } reply)
            {
                _waiting.Remove(waiting.Agent.Number);
                waiting.Deliver(reply);
            }
        }
    }

    /// <summary>Lets another agent take a task.</summary>
    private void Offer(Ticket ticket)
    {
        _tasks.AddSpare(ticket);
        ServeWaiting();
        ReturnUnused();
    }

    /// <summary>Returns tasks that no agent of this silo can take.</summary>
    private void ReturnUnused()
    {
        for (var lane = 0; lane < schedule.LaneCount; lane++)
        {
            if (IsClosed || !_agents.Values.Any(agent => agent.Start.Lane == lane))
            {
                _news.Returned.AddRange(_tasks.RemoveSpare(lane));
            }
        }
    }
}
