using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Runs;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Failover;

/// <summary>Whatever dies in whatever order, every task is recorded exactly once in the end.</summary>
public sealed class LedgerTests
{
    private static readonly Workload Work = WorkloadFile
        .Parse(
            "{groups: [{name: a, problem: game24, strategy: direct}, {name: b, weight: 2, problem: arithmetic, strategy: direct}], load: {agents: 7, tasks: 40}, baseline: 0.3, endpoints: {default: {url: 'http://h', model: m}}}",
            "test",
            WorkloadInputs.Default
        )
        .Workload!;

    [Fact]
    public void Run_WithDeathsRepeatsAndLostMemory_RecordsEveryTaskOnce()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var world = new World(new Random(seed));

            world.LiveToTheEnd();

            world.Recorded.Order().ShouldBe(Enumerable.Range(0, (int)world.Planned).Select(id => (long)id), $"seed {seed}");
        }
    }

    [Fact]
    public void Next_AskedAgain_GivesTheSameTask()
    {
        var schedule = new Schedule(Work, WorkloadInputs.Default.Problems);
        var ledger = new TaskAssignments(schedule);
        schedule.AgentsWanted(0);
        var start = ledger.Start(3);
        var ask = new AssignmentRequest(3, start.Incarnation, 1, 0);

        var first = ledger.Next(ask, true);

        ledger.Next(ask, true).Ticket.ShouldBe(first.Ticket);
        ledger.Next(ask with { Asks = 2 }, true).Ticket.ShouldNotBe(first.Ticket);
        ledger.Next(ask with { Incarnation = 0, Asks = 3 }, true).ShouldBe(AssignmentReply.None);
    }

    /// <summary>Agents on silos, and a ledger that forgets now and then.</summary>
    private sealed class World
    {
        private readonly Random _random;
        private readonly Dictionary<int, Agent> _agents = [];
        private Schedule _schedule = new(Work, WorkloadInputs.Default.Problems);
        private TaskAssignments _ledger;

        public World(Random random)
        {
            _random = random;
            _ledger = new TaskAssignments(_schedule);
            for (var agent = 0; agent < _schedule.AgentsWanted(0); agent++)
            {
                Begin(agent, _ledger.Start(agent));
            }
        }

        public HashSet<long> Recorded { get; } = [];

        public long Planned => _schedule.PlannedTasks!.Value;

        public void LiveToTheEnd()
        {
            for (var step = 0; _agents.Count > 0; step++)
            {
                step.ShouldBeLessThan(20_000);
                switch (_random.Next(200))
                {
                    case 0:
                        LoseSilo($"silo{_random.Next(3)}");
                        break;
                    case 1:
                        LoseMemory();
                        break;
                    case 2:
                        Leave(Anyone());
                        break;
                    default:
                        Act(Anyone());
                        break;
                }
            }
        }

        private int Anyone() => _agents.Keys.ElementAt(_random.Next(_agents.Count));

        private void Begin(int agent, AgentStart start)
        {
            var silo = $"silo{_random.Next(3)}";
            _agents[agent] = new Agent(silo, start.Incarnation, 0, start.Ticket);
            _ledger.SetSilo(agent, start.Incarnation, silo);
        }

        private void Act(int number)
        {
            var agent = _agents[number];
            if (agent.Ticket is { } ticket)
            {
                Recorded.Add(ticket.Id);
                _agents[number] = agent with { Ticket = null };
                return;
            }

            var ask = new AssignmentRequest(number, agent.Incarnation, agent.Answered + 1, 0);
            var order = _ledger.Next(ask, true);
            if (_random.Next(10) == 0)
            {
                // The answer is lost on its way; the agent asks again.
                return;
            }

            if (order.Ticket is null)
            {
                _ledger.Finish(number, agent.Incarnation, null);
                _agents.Remove(number);
                return;
            }

            _agents[number] = agent with { Answered = agent.Answered + 1, Ticket = order.Ticket };
        }

        private void Leave(int number)
        {
            var agent = _agents[number];
            Begin(
                number,
                _ledger.Release(number, new AgentStatus(agent.Silo, agent.Incarnation, agent.Answered, agent.Ticket)).ShouldNotBeNull()
            );
        }

        private void LoseSilo(string silo)
        {
            foreach (var agent in _ledger.OnSiloLost(silo).Agents)
            {
                Begin(agent, _ledger.Start(agent));
            }
        }

        /// <summary>The run's grain wakes elsewhere; at the same time a silo may have died.</summary>
        private void LoseMemory()
        {
            var dead = _random.Next(2) == 0 ? "nothing" : $"silo{_random.Next(3)}";
            _schedule = new Schedule(Work, WorkloadInputs.Default.Problems);
            _ledger = new TaskAssignments(_schedule);
            var statuses = _agents.ToDictionary(
                a => a.Key,
                a =>
                    a.Value.Silo == dead
                        ? new AgentStatus("", 0, 0, null)
                        : new AgentStatus(a.Value.Silo, a.Value.Incarnation, a.Value.Answered, a.Value.Ticket)
            );
            _ledger.Recover(statuses, Recorded);
            _schedule.AgentsWanted(0);
            foreach (var agent in statuses.Where(s => s.Value.Incarnation == 0).Select(s => s.Key))
            {
                Begin(agent, _ledger.Start(agent));
            }
        }

        private sealed record Agent(string Silo, int Incarnation, long Answered, Ticket? Ticket);
    }
}
