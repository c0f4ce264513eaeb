using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Runs;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads;
using Shouldly;

namespace AgentLoad.Agents.Tests.Grains.Runs;

/// <summary>Agents on silos, and assignments that lose their memory at random. Requests and replies are lost at random.</summary>
internal sealed class SimulatedRun
{
    private const int Silos = 3;

    private static readonly Workload Work = WorkloadFile
        .Parse(
            "{groups: [{name: a, problem: game24, strategy: direct}, {name: b, weight: 2, problem: arithmetic, strategy: "
                + "direct}], load: {agents: 7, tasks: 40}, baseline: 0.3, endpoints: {default: {url: 'http://h', model: m}}}",
            "test",
            WorkloadInputs.Default
        )
        .Workload!;

    private readonly Random _random;
    private readonly Dictionary<string, Silo> _silos = new(StringComparer.Ordinal);
    private Schedule _schedule = new(Work, WorkloadInputs.Default.Problems);
    private TaskAssignments _assignments;
    private int _epoch;
    private int _names;

    public SimulatedRun(Random random)
    {
        _random = random;
        _assignments = new TaskAssignments(_schedule);
        for (var i = 0; i < Silos; i++)
        {
            AddSilo();
        }

        for (var agent = 0; agent < _schedule.AgentsWanted(0); agent++)
        {
            Launch(agent);
        }
    }

    public HashSet<long> Recorded { get; } = [];

    public long Planned => _schedule.PlannedTasks!.Value;

    public async Task RunToEndAsync()
    {
        for (var step = 0; Recorded.Count < Planned || _assignments.Agents.Active > 0; step++)
        {
            step.ShouldBeLessThan(20_000, Describe());
            switch (_random.Next(100))
            {
                case 0:
                    LoseSilo();
                    break;
                case 1:
                    LoseMemory();
                    break;
                case 2 or 3:
                    Migrate();
                    break;
                case < 40:
                    await ExchangeAsync(RandomSilo());
                    break;
                default:
                    Act(RandomSilo());
                    break;
            }
        }
    }

    private string Describe() =>
        FormattableString.Invariant($"{Recorded.Count} of {Planned} recorded, {_assignments.Agents.Active} agents, ")
        + FormattableString.Invariant($"{_assignments.Waiting.Count} waiting; ")
        + string.Join(
            "; ",
            _silos.Values.Select(silo =>
                $"{silo.Name}: [{string.Join(", ", silo.Agents.Select(a => $"{a.Key.Number}/{a.Key.Start.Incarnation} {a.Value}"))}]"
                + $" holds {string.Join(",", silo.Tasks.Describe(0).Tickets.Select(t => t.Id))}, request {silo.Request}"
            )
        )
        + $"; ledger {string.Join(", ", _assignments.Agents.BySilo)}";

    private Silo RandomSilo() => _silos.Values.ElementAt(_random.Next(_silos.Count));

    private void AddSilo()
    {
        var name = FormattableString.Invariant($"silo{_names++}");
        _silos.Add(
            name,
            new Silo(name, new SiloTasks(name, new Schedule(Work, WorkloadInputs.Default.Problems), true, TimeProvider.System))
        );
    }

    private void Launch(int agent)
    {
        var start = _assignments.Agents.Start(agent);
        var silo = RandomSilo();
        _assignments.Agents.SetSilo(agent, start.Incarnation, silo.Name);
        silo.Add(new SiloAgent(agent, start, CancellationToken.None), null);
    }

    private void Act(Silo silo)
    {
        if (silo.Agents.Count == 0)
        {
            return;
        }

        var (agent, state) = silo.Agents.ElementAt(_random.Next(silo.Agents.Count));
        if (agent.IsStopped)
        {
            silo.Agents.Remove(agent);
            silo.Tasks.Remove(agent, DepartureReason.Lost, state.Ticket);
        }
        else if (state.Ticket is { } ticket)
        {
            if (agent.Confirmed.IsCompletedSuccessfully && !agent.Confirmed.GetAwaiter().GetResult())
            {
                state.Ticket = null;
            }
            else if (!state.IsCarried || agent.Confirmed.IsCompletedSuccessfully)
            {
                Recorded.Add(ticket.Id);
                silo.Tasks.End(ticket.Id);
                (state.Ticket, state.IsCarried) = (null, false);
            }
        }
        else
        {
            state.Taking ??= silo.Tasks.TakeAsync(agent, 0, CancellationToken.None);
            if (state.Taking.IsCompletedSuccessfully)
            {
                var reply = state.Taking.GetAwaiter().GetResult();
                state.Taking = null;
                state.Ticket = reply.Ticket;
                if (reply.Ticket is null)
                {
                    silo.Agents.Remove(agent);
                    silo.Tasks.Remove(agent, DepartureReason.Finished, null);
                }
            }
        }
    }

    private async Task ExchangeAsync(Silo silo)
    {
        if (_assignments is { Agents.Active: 0, Waiting.Count: > 0 })
        {
            Launch(0);
        }

        if (silo.Request is null)
        {
            silo.Request = silo.Tasks.NextRequest();
            await DeliverAsync(silo);
        }

        if (silo.Request is not { } request || _random.Next(10) == 0)
        {
            return;
        }

        var reply = _assignments.Exchange(request, static _ => true, 0);
        if (_random.Next(10) > 0 && silo.Tasks.TryApply(request, reply))
        {
            silo.Request = null;
        }

        foreach (var (agent, _, _) in _assignments.Agents.FindMissing(0))
        {
            Launch(agent);
        }
    }

    /// <summary>Agents that do not wait any more have a reply. It must arrive before the next step, however busy the machine is.</summary>
    private static async Task DeliverAsync(Silo silo)
    {
        var waiting = silo.Request?.Idle.Select(idle => idle.Agent).ToHashSet() ?? [];
        foreach (var (agent, state) in silo.Agents)
        {
            if (state.Taking is { } taking && !waiting.Contains(agent.Number))
            {
                await taking;
            }
        }
    }

    private void Migrate()
    {
        var (from, to) = (RandomSilo(), RandomSilo());
        if (from == to || from.Agents.Count == 0)
        {
            return;
        }

        var (agent, state) = from.Agents.ElementAt(_random.Next(from.Agents.Count));
        if (state.Taking is not null || agent.IsStopped || (state.IsCarried && !agent.Confirmed.IsCompletedSuccessfully))
        {
            return;
        }

        from.Agents.Remove(agent);
        from.Tasks.Remove(agent, DepartureReason.Migrating, state.Ticket);
        to.Add(new SiloAgent(agent.Number, agent.Start, CancellationToken.None), state.Ticket);
    }

    private void LoseSilo()
    {
        var silo = RandomSilo();
        _silos.Remove(silo.Name);
        AddSilo();
        foreach (var agent in _assignments.OnSiloLost(silo.Name).Agents)
        {
            Launch(agent);
        }
    }

    /// <summary>The run's grain is recovered on another silo. At the same time a silo may have died.</summary>
    private void LoseMemory()
    {
        if (_random.Next(2) == 0)
        {
            _silos.Remove(RandomSilo().Name);
            AddSilo();
        }

        _schedule = new Schedule(Work, WorkloadInputs.Default.Problems);
        _assignments = new TaskAssignments(_schedule, ++_epoch);
        var holdings = _silos.Values.ToDictionary(silo => silo.Name, silo => silo.Tasks.Describe(_epoch), StringComparer.Ordinal);
        _assignments.Recover(holdings, Recorded, []);
        for (var agent = 0; agent < _schedule.AgentsWanted(0); agent++)
        {
            if (!_assignments.Agents.Contains(agent))
            {
                Launch(agent);
            }
        }
    }

    private sealed record Silo(string Name, SiloTasks Tasks)
    {
        public Dictionary<SiloAgent, AgentState> Agents { get; } = [];

        public SiloRequest? Request { get; set; }

        public void Add(SiloAgent agent, Ticket? ticket)
        {
            foreach (var other in Agents.Keys.Where(other => other.Number == agent.Number).ToArray())
            {
                Tasks.Remove(other, DepartureReason.Lost, Agents[other].Ticket);
                Agents.Remove(other);
            }

            Agents[agent] = new AgentState { Ticket = ticket, IsCarried = ticket is not null };
            Tasks.Add(agent, ticket);
        }
    }

    private sealed class AgentState
    {
        public Ticket? Ticket { get; set; }

        public bool IsCarried { get; set; }

        public Task<AssignmentReply>? Taking { get; set; }

        public override string ToString() => $"{Ticket?.Id}{(IsCarried ? " carried" : "")}{(Taking is null ? "" : " taking")}";
    }
}
