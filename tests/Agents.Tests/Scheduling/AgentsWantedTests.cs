using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Tests.Execution;
using AgentLoad.Agents.Workloads;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Scheduling;

/// <summary>The population of a closed loop over time.</summary>
public sealed class AgentsWantedTests
{
    [Fact]
    public void AgentsWanted_Ramp_GrowsAgentByAgent()
    {
        var schedule = Schedule(
            new LoadSettings
            {
                Agents = 10,
                Tasks = 100,
                Ramp = TimeSpan.FromSeconds(100),
            }
        );

        for (var i = 0; i < 10; i++)
        {
            schedule.AgentsWanted((10 * i) + 1).ShouldBe(i + 1);
            (schedule.NextGrowth((10 * i) + 1) ?? -1).ShouldBe(i < 9 ? 10 * (i + 1) : -1, 1e-9);
        }
    }

    [Fact]
    public void NextStartTime_FallingAndRisingStages_ExcludesAndIncludesAgents()
    {
        var schedule = Schedule(
            new LoadSettings
            {
                Tasks = 100,
                Stages =
                [
                    new() { Agents = 4, For = TimeSpan.FromSeconds(10) },
                    new() { Agents = 1, For = TimeSpan.FromSeconds(10) },
                    new()
                    {
                        Agents = 5,
                        For = TimeSpan.FromSeconds(10),
                        Ramp = true,
                    },
                ],
            }
        );
        schedule.AgentsWanted(0).ShouldBe(4);

        schedule.NextStartTime(3, 5).ShouldBe(5);
        schedule.NextStartTime(3, 12)!.Value.ShouldBe(25, 1e-9);
        schedule.NextStartTime(0, 12).ShouldBe(12);
        schedule.AgentsWanted(29).ShouldBe(5);
    }

    private static Schedule Schedule(LoadSettings load) =>
        new(
            new()
            {
                Baseline = 0,
                Load = load,
                Groups =
                [
                    new()
                    {
                        Name = "g",
                        Problem = new Choice("a", new Dictionary<string, object>()),
                        Strategy = new Choice("direct", new Dictionary<string, object>()),
                    },
                ],
            },
            [NumberedSource.Entry("a")]
        );
}
