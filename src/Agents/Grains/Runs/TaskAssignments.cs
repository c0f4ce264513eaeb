using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>
/// Which agent works on what, and where. Every task is handed out until it is recorded, and to one agent at a time. Plain and
/// single-threaded: the run's grain guards it.
/// </summary>
/// <param name="schedule">Which task begins when.</param>
/// <param name="incarnationsFrom">Incarnations above this are new: larger than any that an earlier ledger of the run gave out.</param>
internal sealed class TaskAssignments(Schedule schedule, int incarnationsFrom = 0)
{
    private readonly Dictionary<int, Place> _agents = [];
    private readonly Queue<Ticket> _again = [];

    /// <summary>True once an agent was told that there is nothing more for anyone.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Agents that were started and have not finished.</summary>
    public int Active => _agents.Count;

    /// <summary>Tasks that wait to begin again.</summary>
    public IReadOnlyCollection<Ticket> Waiting => _again;

    /// <summary>Agents by silo.</summary>
    public IReadOnlyDictionary<string, int> BySilo =>
        _agents.Values.GroupBy(p => p.Silo, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

    /// <summary>Begins an agent, or begins it again.</summary>
    public AgentStart Start(int agent, Ticket? ticket = null)
    {
        var incarnation = Math.Max(_agents.TryGetValue(agent, out var before) ? before.Incarnation : 0, incarnationsFrom) + 1;
        _agents[agent] = new Place("", incarnation, 0, ticket);
        return new AgentStart(incarnation, ticket);
    }

    /// <summary>Where an agent turned out to live.</summary>
    public void SetSilo(int agent, int incarnation, string silo)
    {
        if (Find(agent, incarnation) is { } place)
        {
            _agents[agent] = place with { Silo = silo };
        }
    }

    /// <summary>The next task of an agent: one that a dead host left behind, or the schedule's next.</summary>
    /// <param name="ask">The agent's question.</param>
    /// <param name="isOpen">False where no new tasks are handed out.</param>
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
            // Its host died before the ledger knew where it lived, and it was started again: what it worked on is lost.
            _again.Enqueue(lost with { Attempt = lost.Attempt + 1 });
        }

        var order =
            _again.TryDequeue(out var again) ? new AssignmentReply(again, null)
            : isOpen ? Scheduled(ask)
            : AssignmentReply.None;
        _agents[ask.Agent] = place with { Asks = ask.Sequence, Ticket = order.Ticket, NotBefore = order.NotBefore };
        return order;
    }

    /// <summary>An agent has nothing more to do.</summary>
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

    /// <summary>An agent leaves its silo.</summary>
    /// <returns>What it is to be started with elsewhere; null where it does not count any more.</returns>
    public AgentStart? Release(int agent, AgentStatus status) =>
        Find(agent, status.Incarnation) is not { } place
            ? null
            : Start(agent, status.Ticket ?? (place.Asks > status.Answered ? place.Ticket : null));

    /// <summary>An agent ends with its host.</summary>
    public void Remove(int agent) => _agents.Remove(agent);

    /// <summary>A host died: its agents are to begin again elsewhere, and the tasks that were under way there wait for whoever asks next.</summary>
    /// <returns>The agents, and how many tasks wait.</returns>
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

    /// <summary>Takes up the run where an earlier ledger, whose memory is lost, had come to.</summary>
    /// <param name="statuses">What every agent that may have been started says of itself.</param>
    /// <param name="recorded">Tasks whose records are safe.</param>
    /// <returns>How many tasks were lost and wait to begin again.</returns>
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
            _again.Enqueue(TicketOf(assignment) with { Attempt = 2 });
        }

        return lost.Count;
    }

    private static Ticket TicketOf(Assignment assignment)
    {
        var task = assignment.Task;
        return new Ticket(task.Id, task.Group.Name, task.Number, task.IsBaseline, task.Attempt, assignment.IntendedStart);
    }

    private AssignmentReply Scheduled(AssignmentRequest ask)
    {
        if (schedule.NextStartTime(ask.Agent, ask.Free) is not { } from)
        {
            return AssignmentReply.None;
        }

        if (from > ask.Free)
        {
            return new AssignmentReply(null, from);
        }

        if (schedule.Next(ask.Agent, ask.Free) is { } next)
        {
            return new AssignmentReply(TicketOf(next), null);
        }

        IsExhausted |= !schedule.IsOpen;
        return AssignmentReply.None;
    }

    private Place? Find(int agent, int incarnation) =>
        _agents.TryGetValue(agent, out var place) && place.Incarnation == incarnation ? place : null;

    private sealed record Place(string Silo, int Incarnation, long Asks, Ticket? Ticket)
    {
        public double? NotBefore { get; init; }
    }
}
