using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>
/// Which agent works on which task, and where. Every task is handed out until it is recorded, to one agent at a time.
/// Single-threaded: the run's grain guards it.
/// </summary>
/// <param name="schedule">Which task starts when.</param>
/// <param name="incarnationsFrom">Incarnations of this activation are above this number, and above those of earlier activations.</param>
internal sealed class TaskAssignments(Schedule schedule, int incarnationsFrom = 0)
{
    private readonly Dictionary<int, Place> _agents = [];
    private readonly Queue<Ticket> _again = [];

    /// <summary>True once every task has been handed out.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Agents that were started and have not finished.</summary>
    public int Active => _agents.Count;

    /// <summary>Lost tasks that wait for a retry.</summary>
    public IReadOnlyCollection<Ticket> Waiting => _again;

    /// <summary>Agents by silo.</summary>
    public IReadOnlyDictionary<string, int> BySilo =>
        _agents.Values.GroupBy(p => p.Silo, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

    /// <summary>Starts or restarts an agent.</summary>
    public AgentStart Start(int agent, Ticket? ticket = null)
    {
        var incarnation = Math.Max(_agents.TryGetValue(agent, out var before) ? before.Incarnation : 0, incarnationsFrom) + 1;
        _agents[agent] = new Place("", incarnation, 0, ticket);
        return new AgentStart(incarnation, ticket);
    }

    /// <summary>Sets the silo of an agent.</summary>
    public void SetSilo(int agent, int incarnation, string silo)
    {
        if (Find(agent, incarnation) is { } place)
        {
            _agents[agent] = place with { Silo = silo };
        }
    }

    /// <summary>Returns the next task of an agent: a lost one, or the schedule's next.</summary>
    /// <param name="ask">The agent's request.</param>
    /// <param name="isOpen">False if no new tasks are handed out.</param>
    public AssignmentReply Next(AssignmentRequest ask, bool isOpen)
    {
        if (Find(ask.Agent, ask.Incarnation) is not { } place)
        {
            return AssignmentReply.None;
        }

        if (place.Asks == ask.Sequence)
        {
            return new AssignmentReply(place.Ticket, place.NotBefore);
        }

        if (ask.Sequence < place.Asks && place.Ticket is { } lost)
        {
            // The agent's host died before its silo was known, and it was restarted: the task that it held is lost.
            _again.Enqueue(lost with { Attempt = lost.Attempt + 1 });
        }

        var order =
            _again.TryDequeue(out var again) ? new AssignmentReply(again, null)
            : isOpen ? Scheduled(ask)
            : AssignmentReply.None;
        _agents[ask.Agent] = place with { Asks = ask.Sequence, Ticket = order.Ticket, NotBefore = order.NotBefore };
        return order;
    }

    /// <summary>An agent has stopped.</summary>
    public void Finish(int agent, int incarnation, Ticket? unbegun)
    {
        if (Find(agent, incarnation) is null)
        {
            return;
        }

        _agents.Remove(agent);
        if (unbegun is not null)
        {
            schedule.Return();
        }
    }

    /// <summary>Releases an agent from its silo.</summary>
    /// <returns>What it starts with on another silo; null if it is no longer part of the run.</returns>
    public AgentStart? Release(int agent, AgentStatus status) =>
        Find(agent, status.Incarnation) is not { } place
            ? null
            : Start(agent, status.Ticket ?? (place.Asks > status.Answered ? place.Ticket : null));

    /// <summary>Removes an agent that ends with its host.</summary>
    public void Remove(int agent) => _agents.Remove(agent);

    /// <summary>Takes agents and tasks back from a silo that died. The tasks wait for the next agent that requests one.</summary>
    /// <returns>The agents to restart, and how many tasks were lost.</returns>
    public (IReadOnlyList<int> Agents, int Tasks) OnSiloLost(string silo)
    {
        int[] lost = [.. _agents.Where(a => a.Value.Silo == silo).Select(a => a.Key)];
        var waiting = _again.Count;
        foreach (var agent in lost)
        {
            if (_agents[agent].Ticket is { } ticket)
            {
                _again.Enqueue(ticket with { Attempt = ticket.Attempt + 1 });
                _agents[agent] = _agents[agent] with { Ticket = null };
            }
        }

        return (lost, _again.Count - waiting);
    }

    /// <summary>Restores the assignments after the run's grain lost its memory.</summary>
    /// <param name="statuses">Status of every agent that may have been started.</param>
    /// <param name="recorded">Ids of recorded tasks.</param>
    /// <returns>How many tasks were lost.</returns>
    public int Recover(IReadOnlyDictionary<int, AgentStatus> statuses, IReadOnlySet<long> recorded)
    {
        foreach (var (agent, status) in statuses.Where(s => s.Value.Incarnation > 0))
        {
            _agents[agent] = new Place(status.Silo, status.Incarnation, status.Answered, status.Ticket);
        }

        var known = recorded.Concat(statuses.Values.Select(s => s.Ticket?.Id).OfType<long>()).ToHashSet();
        var lost = schedule.Resume(known, statuses.Where(s => s.Value.Incarnation > 0).Select(s => s.Key + 1).DefaultIfEmpty().Max());
        foreach (var assignment in lost)
        {
            _again.Enqueue(Ticket.Of(assignment) with { Attempt = 2 });
        }

        return lost.Count;
    }

    private AssignmentReply Scheduled(AssignmentRequest request)
    {
        var next = NextAssignment.Of(schedule, request.Agent, request.Free);
        IsExhausted |= next.IsExhausted;
        return new AssignmentReply(next.Assignment is { } assignment ? Ticket.Of(assignment) : null, next.NotBefore);
    }

    private Place? Find(int agent, int incarnation) =>
        _agents.TryGetValue(agent, out var place) && place.Incarnation == incarnation ? place : null;

    private sealed record Place(string Silo, int Incarnation, long Asks, Ticket? Ticket)
    {
        public double? NotBefore { get; init; }
    }
}
