using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Runs;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Runs;

/// <summary>Every task is recorded exactly once, in any order of failures.</summary>
public sealed class TaskAssignmentsTests
{
    private static readonly Workload Work = WorkloadFile
        .Parse(
            "{groups: [{name: a, problem: game24, strategy: direct}, {name: b, weight: 2, problem: arithmetic, strategy: "
                + "direct}], load: {agents: 7, tasks: 40}, baseline: 0.3, endpoints: {default: {url: 'http://h', model: m}}}",
            "test",
            WorkloadInputs.Default
        )
        .Workload!;

    [Fact]
    public void Run_WithDeathsRepeatsAndLostMemory_RecordsEveryTaskOnce()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var run = new SimulatedRun(new Random(seed));

            run.RunToEnd();

            run.Recorded.Order().ShouldBe(Enumerable.Range(0, (int)run.Planned).Select(id => (long)id), $"seed {seed}");
        }
    }

    [Fact]
    public void Next_AskedAgain_GivesTheSameTask()
    {
        var schedule = new Schedule(Work, WorkloadInputs.Default.Problems);
        var assignments = new TaskAssignments(schedule);
        schedule.AgentsWanted(0);
        var start = assignments.Start(3);
        var ask = new AssignmentRequest(3, start.Incarnation, 1, 0);

        var first = assignments.Next(ask, true);

        assignments.Next(ask, true).Ticket.ShouldBe(first.Ticket);
        assignments.Next(ask with { Sequence = 2 }, true).Ticket.ShouldNotBe(first.Ticket);
        assignments.Next(ask with { Incarnation = 0, Sequence = 3 }, true).ShouldBe(AssignmentReply.None);
    }

    /// <summary>Agents on silos, and assignments that lose their memory at random.</summary>
    private sealed class SimulatedRun
    {
        private readonly Random _random;
        private readonly Dictionary<int, Agent> _agents = [];
        private Schedule _schedule = new(Work, WorkloadInputs.Default.Problems);
        private TaskAssignments _assignments;

        public SimulatedRun(Random random)
        {
            _random = random;
            _assignments = new TaskAssignments(_schedule);
            for (var agent = 0; agent < _schedule.AgentsWanted(0); agent++)
            {
                Begin(agent, _assignments.Start(agent));
            }
        }

        public HashSet<long> Recorded { get; } = [];

        public long Planned => _schedule.PlannedTasks!.Value;

        public void RunToEnd()
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
                        Leave(RandomAgent());
                        break;
                    default:
                        Act(RandomAgent());
                        break;
                }
            }
        }

        private int RandomAgent() => _agents.Keys.ElementAt(_random.Next(_agents.Count));

        private void Begin(int agent, AgentStart start)
        {
            var silo = $"silo{_random.Next(3)}";
            _agents[agent] = new Agent(silo, start.Incarnation, 0, start.Ticket);
            _assignments.SetSilo(agent, start.Incarnation, silo);
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
            var order = _assignments.Next(ask, true);
            if (_random.Next(10) == 0)
            {
                // The reply is lost; the agent repeats the request.
                return;
            }

            if (order.Ticket is null)
            {
                _assignments.Finish(number, agent.Incarnation, null);
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
                _assignments.Release(number, new AgentStatus(agent.Silo, agent.Incarnation, agent.Answered, agent.Ticket)).ShouldNotBeNull()
            );
        }

        private void LoseSilo(string silo)
        {
            foreach (var agent in _assignments.OnSiloLost(silo).Agents)
            {
                Begin(agent, _assignments.Start(agent));
            }
        }

        /// <summary>The run's grain is recovered on another silo. At the same time a silo may have died.</summary>
        private void LoseMemory()
        {
            var dead = _random.Next(2) == 0 ? "nothing" : $"silo{_random.Next(3)}";
            _schedule = new Schedule(Work, WorkloadInputs.Default.Problems);
            _assignments = new TaskAssignments(_schedule);
            var statuses = _agents.ToDictionary(
                a => a.Key,
                a =>
                    a.Value.Silo == dead
                        ? new AgentStatus("", 0, 0, null)
                        : new AgentStatus(a.Value.Silo, a.Value.Incarnation, a.Value.Answered, a.Value.Ticket)
            );
            _assignments.Recover(statuses, Recorded);
            _schedule.AgentsWanted(0);
            foreach (var agent in statuses.Where(s => s.Value.Incarnation == 0).Select(s => s.Key))
            {
                Begin(agent, _assignments.Start(agent));
            }
        }

        private sealed record Agent(string Silo, int Incarnation, long Answered, Ticket? Ticket);
    }
}
