using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Runs;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Runs;

public sealed class RunRecoveryTests
{
    [Fact]
    public async Task RecoverAsync_AgentsAnswer_RestoresWhatEachHolds()
    {
        // Six agents took tasks 0 to 5. Task 1 is recorded, agent 1 is idle, agent 4 died with task 4.
        var assignments = TestWorkload.Assignments(out var schedule);
        var recovery = new RunRecovery(
            agent => Task.FromResult(agent == 4 ? new AgentStatus("", 0, 0, null) : Status(agent, agent == 1 ? null : agent)),
            () => Task.FromResult<IReadOnlySet<long>>(new HashSet<long> { 1 }),
            TimeProvider.System
        );

        var recovered = await recovery.RecoverAsync(schedule, assignments, () => 0);

        recovered.Started.ShouldBe(6);
        recovered.Silent.ShouldBe([4]);
        recovered.LostAgents.ShouldBe(1);
        recovered.LostTasks.ShouldBe(1);
        assignments.Waiting.Single().Id.ShouldBe(4);
        assignments.Waiting.Single().Attempt.ShouldBe(2);
        assignments.Active.ShouldBe(5);
        assignments.Next(new AssignmentRequest(1, 1, 4, 0), true).Ticket!.Id.ShouldBe(4);
        assignments.Next(new AssignmentRequest(0, 1, 4, 0), true).Ticket!.Id.ShouldBe(6);
    }

    [Fact]
    public async Task RecoverAsync_AgentFailsToAnswer_IsAskedAgain()
    {
        var assignments = TestWorkload.Assignments(out var schedule);
        var attempts = 0;
        var recovery = new RunRecovery(
            agent => agent == 2 && ++attempts < 3 ? throw new TimeoutException("busy") : Task.FromResult(Status(agent, agent)),
            () => Task.FromResult<IReadOnlySet<long>>(new HashSet<long>()),
            TimeProvider.System
        );

        var recovered = await recovery.RecoverAsync(schedule, assignments, () => 0);

        attempts.ShouldBe(3);
        recovered.Silent.ShouldBeEmpty();
        assignments.Waiting.ShouldBeEmpty();
    }

    [Fact]
    public async Task RecoverAsync_AgentLeftItsSiloSinceThen_CountsWithWhatItBrought()
    {
        var assignments = TestWorkload.Assignments(out var schedule);
        var recovery = new RunRecovery(
            agent => Task.FromResult(agent == 3 ? new AgentStatus("", 0, 0, null) : Status(agent, agent)),
            () => Task.FromResult<IReadOnlySet<long>>(new HashSet<long>()),
            TimeProvider.System
        );
        recovery.Release(3, Status(3, 3));

        var recovered = await recovery.RecoverAsync(schedule, assignments, () => 0);

        recovered.Silent.ShouldBeEmpty();
        recovered.LostTasks.ShouldBe(0);
        recovery.Released.Keys.ShouldBe([3]);
    }

    private static AgentStatus Status(int agent, long? task) =>
        new($"silo{agent % 2}", 1, 3, task is { } id ? new Ticket(id, "a", id, false, 1, 0) : null);
}
