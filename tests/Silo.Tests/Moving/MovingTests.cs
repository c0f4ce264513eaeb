using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Moving;

/// <summary>What becomes of agents whose silo is asked to stop.</summary>
public sealed class MovingTests
{
    [Fact]
    public async Task Silo_AskedToStop_LosesNoTaskAndNoCallAndRepeatsNone()
    {
        await using var cluster = await SmallCluster.UpAsync(3, "h100-vllm-8b");
        cluster.Write(
            """
            name: moving
            seed: 5
            baseline: 0%
            groups:
              - {name: trees, problem: game24, strategy: {kind: tree-of-thoughts, evaluations: 1, breadth: 5}, driving: shaped}
            load: {agents: 9, tasks: 9}
            """
        );
        using var run = cluster.Start("moved", isOnSilos: true);
        await run.LineAsync(line =>
            line.Contains(" agents", StringComparison.Ordinal) && !line.Contains(" 0 agents", StringComparison.Ordinal)
        );
        cluster.Silos[0].Signal(15);
        var stopped = await cluster.Silos[0].EndAsync();
        stopped.ExitCode.ShouldBe(0, stopped.All);
        var (moved, summary) = await cluster.EndAsync(run, "moved");

        using var plain = cluster.Start("plain", isOnSilos: false);
        var (expected, _) = await cluster.EndAsync(plain, "plain");
        moved.Count.ShouldBe(9);
        moved.ShouldAllBe(task => task.Attempt == 1);
        summary.Degraded.ShouldBeEmpty();
        SmallCluster.Graph(moved).ShouldBe(SmallCluster.Graph(expected));
        moved.SelectMany(task => task.Steps).ShouldAllBe(step => step.Call!.Outcome.IsGood());
    }
}
