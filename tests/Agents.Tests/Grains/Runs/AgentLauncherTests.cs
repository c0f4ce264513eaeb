using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Runs;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Runs;

public sealed class AgentLauncherTests
{
    private readonly AgentPlaces _agents = TestWorkload.Assignments(out _).Agents;

    [Fact]
    public void GrowTo_MoreAgents_StartsEachOnceOnTheSiloWithTheFewest()
    {
        var started = new List<int>();
        using var launcher = Launcher(
            (agent, _, silo) =>
            {
                started.Add(agent);
                return Task.FromResult(silo!);
            },
            "silo0",
            "silo1"
        );

        launcher.GrowTo(4);
        launcher.GrowTo(4);
        launcher.GrowTo(6);

        started.ShouldBe([0, 1, 2, 3, 4, 5]);
        launcher.Started.ShouldBe(6);
        _agents.BySilo.ShouldBe(new Dictionary<string, int> { ["silo0"] = 3, ["silo1"] = 3 }, ignoreOrder: true);
    }

    [Fact]
    public async Task Launch_SiloFails_RetriesUntilAnotherHasTheAgent()
    {
        var attempts = 0;
        using var launcher = Launcher(
            (_, _, _) => ++attempts < 3 ? throw new TimeoutException("dead silo") : Task.FromResult("survivor"),
            "silo"
        );

        launcher.Launch(2, _agents.Start(2));
        await Poll.UntilAsync(() => _agents.On("survivor").Count == 1, "the agent");

        attempts.ShouldBe(3);
        _agents.BySilo.Keys.ShouldBe(["survivor"]);
    }

    [Fact]
    public void Launch_OneSiloNeverAnswers_OthersStart()
    {
        var never = new TaskCompletionSource<string>();
        using var launcher = Launcher((agent, _, _) => agent == 0 ? never.Task : Task.FromResult("silo"), "silo");

        launcher.GrowTo(6);

        _agents.On("silo").Count.ShouldBe(5);
        never.SetResult("late");
        _agents.On("late").ShouldBe([0]);
    }

    [Fact]
    public void Launch_OutdatedIncarnation_DoesNotMoveTheAgent()
    {
        var slow = new TaskCompletionSource<string>();
        AgentStart? first = null;
        using var launcher = Launcher((_, start, _) => start == first ? slow.Task : Task.FromResult("new"), "silo");

        first = _agents.Start(1);
        launcher.Launch(1, first);
        launcher.Launch(1, _agents.Start(1));
        slow.SetResult("old");

        _agents.BySilo.Keys.ShouldBe(["new"]);
    }

    private AgentLauncher Launcher(Func<int, AgentStart, string?, Task<string>> start, params string[] silos) =>
        new(_agents, () => silos, start, TimeProvider.System);
}
