using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>
/// Which silo holds which task and which agent. Every task is held by one silo at a time until it is recorded. A silo holds some tasks in
/// advance, so that its agents continue while the run's grain moves. Single-threaded: the run's grain guards it.
/// </summary>
/// <param name="schedule">Which task starts when.</param>
/// <param name="epoch">Which activation of the run's grain this is, from 0. Its incarnations are above those of earlier
/// activations.</param>
internal sealed class TaskAssignments(Schedule schedule, int epoch = 0)
{
    private const int IncarnationsPerEpoch = 1_000_000;

    private readonly Dictionary<string, SiloAssignments> _silos = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lostSilos = new(StringComparer.Ordinal);
    private readonly Queue<Ticket> _again = [];
    private readonly SpareTasks _spare = new(schedule);

    /// <summary>Which agent is where.</summary>
    public AgentPlaces Agents { get; } = new(schedule, epoch * IncarnationsPerEpoch);

    /// <summary>True once every task has been handed out.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Tasks that wait for a retry, and those that a silo returned.</summary>
    public IReadOnlyCollection<Ticket> Waiting => _again;

    /// <summary>Takes the news of a silo, and hands out tasks to it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isOpen">False for an agent that became idle too late to get a new task.</param>
    /// <param name="now">Seconds since the start of the run.</param>
    public SiloReply Exchange(SiloRequest request, Func<double, bool> isOpen, double now)
    {
        if (_lostSilos.Contains(request.Silo))
        {
            // It was declared dead, and its agents were restarted. What it still does is not recorded twice.
            return new SiloReply { Epoch = epoch, Stopped = [.. request.Arrived.Select(agent => agent.Agent)] };
        }

        var silo = SiloOf(request.Silo);
        if (silo.Sequence == request.Sequence)
        {
            return silo.Reply;
        }

        silo.Spare.ExceptWith(request.Begun);
        foreach (var id in request.Ended)
        {
            silo.Remove(id);
        }

        foreach (var ticket in request.Returned.Where(ticket => silo.Remove(ticket.Id) is not null))
        {
            _again.Enqueue(ticket);
        }

        var revoked = request.Arrived.Where(agent => !TryMoveTask(agent, silo)).Select(agent => agent.Ticket!.Id).ToArray();
        Agents.Arrive(request.Silo, request.Arrived);
        Agents.Depart(request.Silo, request.Departed, now);
        var assignments = request.Idle.Select(idle => Next(silo, idle, isOpen(idle.Since))).ToArray();
        silo.Sequence = request.Sequence;
        return silo.Reply = new SiloReply
        {
            Epoch = epoch,
            Assignments = assignments,
            Spare = isOpen(now) ? TakeSpare(silo, request, now) : [],
            Stopped = Agents.TakeStopped(request.Silo),
            Migrations = Agents.TakeMigrations(request.Silo),
            Revoked = revoked,
        };
    }

    /// <summary>Takes tasks back from a silo that died. They wait for the next agent that needs one.</summary>
    /// <returns>The agents to restart, and how many of the tasks had started.</returns>
    public (IReadOnlyList<int> Agents, int Tasks) OnSiloLost(string silo)
    {
        _lostSilos.Add(silo);
        var started = 0;
        if (_silos.Remove(silo, out var lost))
        {
            foreach (var ticket in lost.Tickets.Values.OrderBy(ticket => ticket.Id))
            {
                var isSpare = lost.Spare.Contains(ticket.Id);
                _again.Enqueue(isSpare ? ticket : ticket with { Attempt = ticket.Attempt + 1 });
                started += isSpare ? 0 : 1;
            }
        }

        return (Agents.OnSiloLost(silo), started);
    }

    /// <summary>Takes the task of an agent back that did not arrive on the silo that it migrated to.</summary>
    public void Retry(string silo, long task)
    {
        if (_silos.TryGetValue(silo, out var from) && from.Remove(task) is { } ticket)
        {
            _again.Enqueue(ticket with { Attempt = ticket.Attempt + 1 });
        }
    }

    /// <summary>Restores the assignments after the run's grain lost its memory.</summary>
    /// <param name="holdings">What each silo holds.</param>
    /// <param name="recorded">Ids of recorded tasks.</param>
    /// <param name="waiting">Tasks that are known to have waited for an agent.</param>
    /// <returns>How many tasks were lost.</returns>
    public int Recover(IReadOnlyDictionary<string, SiloHoldings> holdings, IReadOnlySet<long> recorded, IReadOnlyCollection<Ticket> waiting)
    {
        foreach (var (silo, held) in holdings)
        {
            var assignments = SiloOf(silo);
            foreach (var ticket in held.Tickets.Where(ticket => !recorded.Contains(ticket.Id)))
            {
                assignments.Tickets[ticket.Id] = ticket;
            }

            Agents.Recover(silo, held.Agents);
        }

        var known = recorded.Concat(holdings.Values.SelectMany(held => held.Tickets).Select(ticket => ticket.Id)).ToHashSet();
        var unknown = schedule.Resume(known, Agents.Highest + 1).Select(Ticket.Of).ToArray();
        var returned = waiting.ToDictionary(ticket => ticket.Id);
        foreach (var ticket in unknown)
        {
            _again.Enqueue(returned.GetValueOrDefault(ticket.Id) ?? ticket with { Attempt = 2 });
        }

        return unknown.Count(ticket => !returned.ContainsKey(ticket.Id));
    }

    private SiloAssignments SiloOf(string silo) =>
        _silos.TryGetValue(silo, out var assignments) ? assignments : _silos[silo] = new SiloAssignments();

    private AssignmentReply Next(SiloAssignments silo, IdleAgent idle, bool isOpen)
    {
        var reply =
            !Agents.IsCurrent(idle.Agent, idle.Incarnation) ? new AssignmentReply(idle.Agent, null, null)
            : _again.TryDequeue(out var again) ? new AssignmentReply(idle.Agent, again, null)
            : isOpen ? Scheduled(idle)
            : new AssignmentReply(idle.Agent, null, null);
        if (reply.Ticket is { } ticket)
        {
            silo.Tickets[ticket.Id] = ticket;
        }

        return reply;
    }

    private AssignmentReply Scheduled(IdleAgent idle)
    {
        var next = NextAssignment.Of(schedule, idle.Agent, idle.Since);
        IsExhausted |= next.IsExhausted;
        return new AssignmentReply(idle.Agent, next.Assignment is { } assignment ? Ticket.Of(assignment) : null, next.NotBefore);
    }

    private Ticket[] TakeSpare(SiloAssignments silo, SiloRequest request, double now)
    {
        var taken = _spare.Take(request.Spare, Agents.On(request.Silo), Agents.Active, now);
        foreach (var ticket in taken)
        {
            silo.Tickets[ticket.Id] = ticket;
            silo.Spare.Add(ticket.Id);
        }

        return taken;
    }

    /// <summary>Moves the task of an arrived agent to its silo. False if another silo does the task or it is recorded.</summary>
    private bool TryMoveTask(ArrivedAgent agent, SiloAssignments to)
    {
        if (agent.Ticket is not { } ticket)
        {
            return true;
        }

        var from = Agents.IsCurrent(agent.Agent, agent.Incarnation)
            ? _silos.Values.FirstOrDefault(silo => silo.Tickets.ContainsKey(ticket.Id))
            : null;
        if (from is null)
        {
            return false;
        }

        from.Remove(ticket.Id);
        to.Tickets[ticket.Id] = ticket;
        return true;
    }

    private sealed class SiloAssignments
    {
        public long Sequence { get; set; }

        public SiloReply Reply { get; set; } = new();

        public Dictionary<long, Ticket> Tickets { get; } = [];

        /// <summary>Tasks that no agent of the silo has started.</summary>
        public HashSet<long> Spare { get; } = [];

        public Ticket? Remove(long id)
        {
            Spare.Remove(id);
            return Tickets.Remove(id, out var ticket) ? ticket : null;
        }
    }
}
