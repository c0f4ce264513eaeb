using AgentLoad.Agents.Grains;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Runs;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Measurement.Live;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Runs;

public sealed class SiloMonitorTests
{
    private readonly FakeMembership _cluster = new();
    private readonly RunState _state = new();
    private readonly SiloReports _reports = new();
    private readonly HashSet<string> _leaving = [];
    private readonly TaskAssignments _assignments = TestWorkload.Assignments(out _);

    public SiloMonitorTests()
    {
        for (var silo = 0; silo < 3; silo++)
        {
            _cluster.Set(silo, SiloStatus.Active);
        }

        for (var agent = 0; agent < 6; agent++)
        {
            var start = _assignments.Agents.Start(agent);
            Ask(FakeMembership.Silo(agent % 3), agent, start, sequence: agent + 1);
        }
    }

    [Fact]
    public void Check_SilosWithAgents_TakePart()
    {
        var changes = Monitor().Check(1);

        changes.MustSave.ShouldBeTrue();
        _state.Silos.Order().ShouldBe(Enumerable.Range(0, 3).Select(FakeMembership.Silo).Order());
        Monitor().Check(2).MustSave.ShouldBeFalse();
    }

    [Fact]
    public void Check_SiloDied_TakesItsAgentsAndTasksBack()
    {
        var monitor = Monitor();
        monitor.Check(1);
        _reports.Take(Report(1, at: 4.5));
        _cluster.Set(1, SiloStatus.Dead);

        var changes = monitor.Check(5);

        changes.LostAgents.Order().ShouldBe([1, 4]);
        changes.MustSave.ShouldBeTrue();
        _state.Losses.Single().ShouldBe(new Loss(4.5, "silo-1", 2, 2, null) { Address = FakeMembership.Silo(1), DetectedSeconds = 5 });
        _assignments.Waiting.Count.ShouldBe(2);
        _state.Silos.ShouldNotContain(FakeMembership.Silo(1));
        foreach (var agent in changes.LostAgents)
        {
            _assignments.Agents.Start(agent);
        }

        monitor.Check(6).LostAgents.ShouldBeEmpty();
    }

    [Fact]
    public void Check_SiloShutsDown_KeepsItsAgentsUntilTheyMove()
    {
        var monitor = Monitor();
        monitor.Check(1);
        _cluster.Set(1, SiloStatus.ShuttingDown);

        monitor.Check(2).LostAgents.ShouldBeEmpty();
        _state.Losses.ShouldBeEmpty();
    }

    [Fact]
    public void Check_LeavingSilo_IsNotAddedAgain()
    {
        var monitor = Monitor();
        monitor.Check(1);
        _leaving.Add(FakeMembership.Silo(2));
        _state.Silos.Remove(FakeMembership.Silo(2));

        monitor.Check(2);

        _state.Silos.ShouldNotContain(FakeMembership.Silo(2));
    }

    [Fact]
    public void Check_AfterARecovery_AddsWhatWasFoundLostToTheNextDeadSilo()
    {
        var monitor = Monitor();
        monitor.Check(1);
        monitor.AddRecovered(3, 2);
        _cluster.Set(0, SiloStatus.Dead);

        monitor.Check(9);

        _state
            .Losses.Single()
            .ShouldBe(new Loss(9, "silo-0", 2 + 3, 2 + 2, null) { Address = FakeMembership.Silo(0), DetectedSeconds = 9 });
    }

    private SiloMonitor Monitor() => new(_state, _assignments, _reports, _leaving, _cluster);

    private void Ask(string silo, int agent, AgentStart start, long sequence) =>
        _assignments
            .Exchange(
                new SiloRequest
                {
                    Silo = silo,
                    Sequence = sequence,
                    Arrived = [new ArrivedAgent(agent, start.Incarnation, null)],
                    Idle = [new IdleAgent(agent, start.Incarnation, 0)],
                },
                static _ => true,
                0
            )
            .Assignments.Single()
            .Ticket.ShouldNotBeNull();

    private static SiloReport Report(int silo, double at) =>
        new()
        {
            Silo = FakeMembership.Silo(silo),
            At = at,
            Totals = TotalsData.Of(new LiveTotals()),
            Health = new HealthData(2, null, null, null, null, null, null),
        };
}
