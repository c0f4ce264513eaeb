using AgentLoad.Client.Tests.Commands.Sweep;
using AgentLoad.Measurement.Comparisons;
using AgentLoad.Simulation.Nodes;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Commands.Compare;

/// <summary>Pairs of runs on the simulated node in virtual time, compared as agentload compares them.</summary>
public sealed class RepeatedRunTests
{
    private const int Pairs = 20,
        TasksPerRun = 1500;

    private static readonly TaskGraphShape Shape = new("search", [1, 4, 4, 1]);

    /// <summary>More than 4 of 20 comparisons are marked by chance with probability 0.0026 at the stated rate of 5 %.</summary>
    [Fact]
    public void Compare_SameWorkloadTwice_MarksAtMostTheStatedRate() =>
        Enumerable
            .Range(0, Pairs)
            .Count(pair => Compare(NodeProfiles.H100Vllm8B, NodeProfiles.H100Vllm8B, pair).IsSignificant)
            .ShouldBeLessThanOrEqualTo(4);

    /// <summary>The latency of a task varies by less than 20 %, so that 1,500 tasks detect a shift of 5 % with power above 0.99.</summary>
    [Fact]
    public void Compare_NodeFivePercentSlower_IsFoundInEveryPair()
    {
        var fast = NodeProfiles.H100Vllm8B;
        var slow = fast with
        {
            BaseSeconds = 1.05 * fast.BaseSeconds,
            PerPrefillToken = 1.05 * fast.PerPrefillToken,
            PerDecodeSequence = 1.05 * fast.PerDecodeSequence,
        };
        for (var pair = 0; pair < Pairs; pair++)
        {
            var difference = Compare(fast, slow, pair);

            difference.Low.ShouldNotBeNull().ShouldBeGreaterThan(0, $"pair {pair}: {difference}");
            difference.Change.ShouldBe(0.05, 0.03);
        }
    }

    private static Difference Compare(NodeProfile a, NodeProfile b, int pair) =>
        Difference.Of(Tasks(a, 2 * pair), Tasks(b, (2 * pair) + 1), null, isRate: false, paired: false, pair, 500).ShouldNotBeNull();

    private static ClusteredValue[] Tasks(NodeProfile profile, int seed) =>
        [
            .. new SimulatedLoad(profile, Shape)
                .Run(rate: 2, TasksPerRun, seed)
                .Latencies.Select((latency, i) => new ClusteredValue($"{seed}/{i}", latency)),
        ];
}
