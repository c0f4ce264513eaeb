using AgentLoad.Silo.Tests.Moving;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Branches;

/// <summary>One wide search that three silos share.</summary>
public sealed class BranchTests
{
    [Theory]
    [InlineData("shaped")]
    [InlineData("live")]
    public async Task Search_SharedByThreeSilos_HasTheAnswerAndTheGraphOfOneProcess(string driving)
    {
        await using var cluster = await SmallCluster.UpAsync(3, "instant");
        cluster.Write(
            $$"""
            name: wide
            seed: 7
            baseline: 0%
            groups:
              - name: wide
                problem: game24
                strategy: {kind: tree-of-thoughts, breadth: 16, evaluations: 1}
                driving: {{driving}}
                spread: true
            load: {agents: 1, tasks: 1}
            """
        );
        using var shared = cluster.Start("shared", isOnSilos: true);
        var (tasks, _) = await cluster.EndAsync(shared, "shared");
        using var plain = cluster.Start("plain", isOnSilos: false);
        var (expected, _) = await cluster.EndAsync(plain, "plain");

        tasks.Count.ShouldBe(1);
        SmallCluster.Graph(tasks).ShouldBe(SmallCluster.Graph(expected));
        // Sixteen states are kept on each of its four levels.
        tasks.ShouldAllBe(task => task.Steps.Any(step => step.Key.StartsWith("L4/propose/16", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Search_WhoseBranchesLoseTheirSilo_IsDoneByTheOthersAndTheRunIsDegraded()
    {
        await using var cluster = await SmallCluster.UpAsync(3, "h100-vllm-8b");
        cluster.Write(
            """
            name: wide
            seed: 7
            baseline: 0%
            groups:
              - name: wide
                problem: game24
                strategy: {kind: tree-of-thoughts, breadth: 16, evaluations: 1}
                driving: shaped
                spread: true
            load: {agents: 1, tasks: 3}
            """
        );
        using var shared = cluster.Start("shared", isOnSilos: true);
        var busy = await cluster.BusyAsync();
        await cluster.RecordedAsync(1);
        cluster.Silos[(busy + 1) % 3].Signal(9);
        var (tasks, summary) = await cluster.EndAsync(shared, "shared", isDegraded: true);
        using var plain = cluster.Start("plain", isOnSilos: false);
        var (expected, _) = await cluster.EndAsync(plain, "plain");

        // The agent's own silo lives: no task begins again, only the branches of the other.
        tasks.ShouldAllBe(task => task.Attempt == 1);
        SmallCluster.Graph(tasks).ShouldBe(SmallCluster.Graph(expected));
        summary.Run.Losses.Select(loss => loss.Host).ShouldBe([$"silo{(busy + 1) % 3}"]);
    }
}
