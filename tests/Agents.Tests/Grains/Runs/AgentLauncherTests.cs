using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Runs;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Runs;

public sealed class AgentLauncherTests
{
    [Fact]
    public async Task GrowTo_MoreAgents_StartsEachOnceAndKnowsItsSilo()
    {
        var assignments = TestWorkload.Assignments(out _);
        var started = new List<int>();
        using var launcher = new AgentLauncher(
            assignments,
            (agent, _) =>
            {
                started.Add(agent);
                return Task.FromResult($"silo{agent % 2}");
            },
            TimeProvider.System
        );

        launcher.GrowTo(4);
        launcher.GrowTo(4);
        launcher.GrowTo(6);
        await launcher.WaitForStartsAsync(TimeSpan.FromSeconds(10));

        started.ShouldBe([0, 1, 2, 3, 4, 5]);
        launcher.Started.ShouldBe(6);
        assignments.BySilo.ShouldBe(new Dictionary<string, int> { ["silo0"] = 3, ["silo1"] = 3 }, ignoreOrder: true);
    }

    [Fact]
    public async Task Launch_SiloFails_RetriesUntilAnotherHasTheAgent()
    {
        var assignments = TestWorkload.Assignments(out _);
        var attempts = 0;
        using var launcher = new AgentLauncher(
            assignments,
            (_, _) => ++attempts < 3 ? throw new TimeoutException("dead silo") : Task.FromResult("survivor"),
            TimeProvider.System
        );

        launcher.Launch(2, assignments.Start(2));
        await launcher.WaitForStartsAsync(TimeSpan.FromSeconds(10));

        attempts.ShouldBe(3);
        assignments.BySilo.Keys.ShouldBe(["survivor"]);
    }

    [Fact]
    public async Task Launch_OneSiloNeverAnswers_OthersStartAllTheSame()
    {
        var assignments = TestWorkload.Assignments(out _);
        var never = new TaskCompletionSource<string>();
        using var launcher = new AgentLauncher(
            assignments,
            (agent, _) => agent == 0 ? never.Task : Task.FromResult("silo"),
            TimeProvider.System
        );

        launcher.GrowTo(6);

        assignments.BySilo["silo"].ShouldBe(5);
        never.SetResult("late");
        await launcher.WaitForStartsAsync(TimeSpan.FromSeconds(10));
        assignments.BySilo["late"].ShouldBe(1);
    }

    [Fact]
    public async Task Launch_OutdatedIncarnation_DoesNotMoveTheAgent()
    {
        var assignments = TestWorkload.Assignments(out _);
        var slow = new TaskCompletionSource<string>();
        AgentStart? first = null;
        using var launcher = new AgentLauncher(
            assignments,
            (_, start) => start == first ? slow.Task : Task.FromResult("new"),
            TimeProvider.System
        );

        first = assignments.Start(1);
        launcher.Launch(1, first);
        launcher.Launch(1, assignments.Start(1));
        slow.SetResult("old");
        await launcher.WaitForStartsAsync(TimeSpan.FromSeconds(10));

        assignments.BySilo.Keys.ShouldBe(["new"]);
    }
}
