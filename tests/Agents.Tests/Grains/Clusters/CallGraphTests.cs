using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Clusters;

/// <summary>The same seed gives the same call graph wherever agents live.</summary>
public sealed class CallGraphTests
{
    [Fact]
    public async Task Run_InProcessAndOnThreeSilos_HasOneCallGraph()
    {
        await using var cluster = await GrainCluster.StartAsync(3);
        var run = cluster.CreateRun(
            """
            groups:
              - {name: chain, problem: game24, strategy: chain-of-thought, driving: shaped}
              - {name: vote, problem: arithmetic, strategy: {kind: self-consistency, samples: 3}, driving: shaped}
            load: {agents: 12, tasks: 60}
            """
        );

        await run.RunAsync();

        run.Records.Count.ShouldBe(60);
        Graph.Of(run.Records).ShouldBe(Graph.Of(await run.RunInProcessAsync()));
    }

    [Fact]
    public async Task Agents_OnThreeSilos_AreSpreadEvenly()
    {
        await using var cluster = await GrainCluster.StartAsync(3);
        var run = cluster.CreateRun(
            """
            groups: [{name: vote, problem: game24, strategy: direct, driving: shaped, thinkTime: 100ms}]
            load: {agents: 90, duration: 1h, grace: 0s}
            """
        );
        using var drain = new CancellationTokenSource();
        var running = run.RunAsync(drain.Token);

        await run.AgentsAsync(agents => agents.Count == 3 && agents.Values.All(count => count == 30), "30 agents on each silo");

        await drain.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData("shaped")]
    [InlineData("live")]
    public async Task Search_SharedByThreeSilos_HasTheAnswerAndTheGraphOfOneProcess(string driving)
    {
        await using var cluster = await GrainCluster.StartAsync(3, new SimulatedNodeOptions { Profile = NodeProfiles.Instant });
        var run = cluster.CreateRun(
            $$"""
            groups:
              - name: wide
                problem: game24
                strategy: {kind: tree-of-thoughts, breadth: 16, evaluations: 1}
                driving: {{driving}}
                spread: true
            load: {agents: 1, tasks: 1}
            """
        );

        var ended = await run.RunAsync();

        ended.LostCalls.ShouldBe(0);
        Graph.Of(run.Records).ShouldBe(Graph.Of(await run.RunInProcessAsync()));
        // Sixteen states are kept on each of its four levels.
        run.Records.ShouldAllBe(task => task.Steps.Any(step => step.Key.StartsWith("L4/propose/16", StringComparison.Ordinal)));
    }
}
