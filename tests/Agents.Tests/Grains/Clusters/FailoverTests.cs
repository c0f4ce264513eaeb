using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Clusters;

/// <summary>
/// Silos that leave the cluster without notice while their agents go on: each activation of an agent or of the run's grain on such a silo
/// is active twice. Every task is recorded once, and every call is in a record or counted as lost.
/// </summary>
public sealed class FailoverTests
{
    private const int Tasks = 120;

    private const string Workload = """
        groups: [{name: vote, problem: game24, strategy: {kind: self-consistency, samples: 3}, driving: shaped}]
        load: {agents: 24, tasks: 120}
        """;

    private static readonly SimulatedNodeOptions Node = new() { Profile = NodeProfiles.H100Vllm8B };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Silo_LeavesTheClusterWhileItsAgentsGoOn_EveryTaskIsRecordedOnceAndEveryCallCounted(bool holdsTheRunGrain)
    {
        await using var cluster = await GrainCluster.StartAsync(3, Node);
        var run = cluster.CreateRun(Workload);
        var running = run.RunAsync();
        await run.RecordedAsync(20);

        var (holder, other) = await cluster.FindSilosAsync(run);
        var victim = holdsTheRunGrain ? holder : other;
        await cluster.KillAsync(victim);
        var ended = await running;

        run.Records.Select(record => record.Id).ShouldBe(Enumerable.Range(0, Tasks).Select(id => (long)id));
        ended.Losses.Select(loss => loss.Host).ShouldBe([victim.Name]);
        ended.NotStarted.ShouldBe(0);
        var recorded = run.Records.Sum(record => record.Steps.Count);
        run.NodeCalls.ShouldBe(recorded + ended.LostCalls);
        ended.Losses[0].DetectedAtSeconds.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(ended.Losses[0].AtSeconds);
    }

    [Fact]
    public async Task Silos_LeaveOneAfterAnother_TheLastOneEndsTheRun()
    {
        await using var cluster = await GrainCluster.StartAsync(3, Node);
        var run = cluster.CreateRun(Workload);
        var running = run.RunAsync();
        for (var kills = 0; kills < 2; kills++)
        {
            await run.RecordedAsync(20 + (30 * kills));
            await cluster.KillAsync((await cluster.FindSilosAsync(run)).Holder);
        }

        var ended = await running;

        run.Records.Select(record => record.Id).ShouldBe(Enumerable.Range(0, Tasks).Select(id => (long)id));
        ended.Losses.Count.ShouldBe(2);
        run.NodeCalls.ShouldBe(run.Records.Sum(record => record.Steps.Count) + ended.LostCalls);
    }

    [Fact]
    public async Task Silo_LeavesTheClusterWithBranchesOfASearch_TheSearchContinuesOnTheOthers()
    {
        await using var cluster = await GrainCluster.StartAsync(3, Node);
        var run = cluster.CreateRun(
            """
            groups:
              - name: wide
                problem: game24
                strategy: {kind: tree-of-thoughts, breadth: 16, evaluations: 1}
                driving: shaped
                spread: true
            load: {agents: 1, tasks: 3}
            """
        );
        var running = run.RunAsync();
        await run.RecordedAsync(1);

        var progress = await run.Grain.ProgressAsync();
        progress.Silos.Count.ShouldBe(3, "every silo reports, those without agents too");
        var victim = cluster.Silos.First(silo =>
            silo.Name != progress.Silo && !progress.AgentsBySilo.ContainsKey(silo.SiloAddress.ToParsableString())
        );
        await cluster.KillAsync(victim);
        var ended = await running;

        // The agent lives: no task starts again, only the branches that the silo did.
        run.Records.ShouldAllBe(record => record.Attempt == 1);
        Graph.Of(run.Records).ShouldBe(Graph.Of(await run.RunInProcessAsync()));
        ended.Losses.Select(loss => loss.Host).ShouldBe([victim.Name]);
        run.NodeCalls.ShouldBe(run.Records.Sum(record => record.Steps.Count) + ended.LostCalls);
    }
}
