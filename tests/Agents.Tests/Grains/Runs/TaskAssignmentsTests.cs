using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Runs;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads;
using CsCheck;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Runs;

/// <summary>Every task is recorded exactly once, in any order of failures.</summary>
public sealed class TaskAssignmentsTests
{
    [Fact]
    public Task Run_WithDeathsRepeatsMigrationsAndLostMemory_RecordsEveryTaskOnce() =>
        Gen.Int.SampleAsync(
            async seed =>
            {
                var run = new SimulatedRun(new Random(seed));
                await run.RunToEndAsync();
                run.Recorded.Order().ShouldBe(Enumerable.Range(0, (int)run.Planned).Select(id => (long)id), $"seed {seed}");
            },
            iter: 300
        );

    [Fact]
    public void Exchange_RepeatedRequest_GetsTheSameReply()
    {
        var assignments = TestWorkload.Assignments(out _);
        var start = assignments.Agents.Start(3);
        var request = new SiloRequest
        {
            Silo = "silo",
            Sequence = 1,
            Arrived = [new ArrivedAgent(3, start.Incarnation, null)],
            Idle = [new IdleAgent(3, start.Incarnation, 0)],
        };

        var first = assignments.Exchange(request, static _ => true, 0);

        first.Assignments.Single().Ticket.ShouldNotBeNull();
        assignments.Exchange(request, static _ => true, 0).ShouldBe(first);
        var next = assignments.Exchange(request with { Sequence = 2 }, static _ => true, 0);
        next.Assignments.Single().Ticket.ShouldNotBe(first.Assignments.Single().Ticket);
    }

    [Fact]
    public void Exchange_AgentActiveTwice_StopsTheEarlierActivation()
    {
        var assignments = TestWorkload.Assignments(out _);
        var start = assignments.Agents.Start(3);
        Exchange("a");
        Exchange("b");

        assignments.Exchange(new SiloRequest { Silo = "a", Sequence = 2 }, static _ => true, 0).Stopped.ShouldBe([3]);
        assignments.Agents.On("b").ShouldBe([3]);

        void Exchange(string silo) =>
            assignments.Exchange(
                new SiloRequest
                {
                    Silo = silo,
                    Sequence = 1,
                    Arrived = [new ArrivedAgent(3, start.Incarnation, null)],
                },
                static _ => true,
                0
            );
    }

    [Fact]
    public void Exchange_TaskOfADeadSiloArrivesLate_IsRevoked()
    {
        var assignments = TestWorkload.Assignments(out _);
        var start = assignments.Agents.Start(3);
        var ticket = assignments
            .Exchange(
                new SiloRequest
                {
                    Silo = "a",
                    Sequence = 1,
                    Arrived = [new ArrivedAgent(3, start.Incarnation, null)],
                    Idle = [new IdleAgent(3, start.Incarnation, 0)],
                },
                static _ => true,
                0
            )
            .Assignments.Single()
            .Ticket!;
        assignments.OnSiloLost("a").Tasks.ShouldBe(1);
        assignments.Agents.Start(3);

        var reply = assignments.Exchange(
            new SiloRequest
            {
                Silo = "b",
                Sequence = 1,
                Arrived = [new ArrivedAgent(3, start.Incarnation, ticket)],
            },
            static _ => true,
            0
        );

        reply.Revoked.ShouldBe([ticket.Id]);
        reply.Stopped.ShouldBe([3]);
    }
}
