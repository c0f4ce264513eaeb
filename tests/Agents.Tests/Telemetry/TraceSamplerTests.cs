using AgentLoad.Agents.Telemetry;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Telemetry;

/// <summary>Slow and failed tasks are kept; others are sampled.</summary>
public sealed class TraceSamplerTests
{
    [Theory, InlineData(TaskState.Failed), InlineData(TaskState.Lost), InlineData(TaskState.OutOfBudget)]
    public void ReasonToKeep_FailedTask_IsFailed(TaskState state)
    {
        var choice = new TraceSampler(0);
        Enumerable.Range(0, 1000).ShouldAllBe(id => choice.ReasonToKeep(Tasks.Of(id, 1, state)) == "failed");
    }

    [Fact]
    public void ReasonToKeep_TaskSlowerThanMost_IsSlow()
    {
        var choice = new TraceSampler(0);
        var random = new Random(4);
        var kept = 0;
        for (var id = 0; id < 5000; id++)
        {
            kept += choice.ReasonToKeep(Tasks.Of(id, random.NextDouble())) == "slow" ? 1 : 0;
        }

        kept.ShouldBeInRange(150, 400);
        choice.ReasonToKeep(Tasks.Of(6000, 10)).ShouldBe("slow");
        choice.ReasonToKeep(Tasks.Of(6001, 10, group: "another")).ShouldBeNull();
    }

    [Theory, InlineData(0.01), InlineData(0.1), InlineData(0.5), InlineData(1)]
    public void ReasonToKeep_OtherTasks_SamplesTheSameTasksOnEveryHost(double share)
    {
        var (one, other) = (new TraceSampler(share), new TraceSampler(share));
        var kept = Enumerable.Range(0, 20_000).Select(id => one.ReasonToKeep(Tasks.Of(id, 1))).ToArray();
        kept.Count(why => why == "share").ShouldBeInRange((int)(20_000 * share * 0.85), (int)(20_000 * share * 1.15) + 1);
        Enumerable.Range(0, 20_000).Select(id => other.ReasonToKeep(Tasks.Of(id, 1))).ShouldBe(kept);
    }
}
