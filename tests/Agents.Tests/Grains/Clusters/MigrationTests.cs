using AgentLoad.Measurement.Records;
using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Clusters;

/// <summary>Agents migrate when a silo leaves or joins: no task starts again and no call is lost.</summary>
public sealed class MigrationTests
{
    private static readonly SimulatedNodeOptions Node = new() { Profile = NodeProfiles.H100Vllm8B };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Silo_Leaves_ItsAgentsContinueTheirTasksOnOthers(bool holdsTheRunGrain)
    {
        await using var cluster = await GrainCluster.StartAsync(3, Node);
        var run = cluster.CreateRun(
            """
            groups:
              - {name: trees, problem: game24, strategy: {kind: tree-of-thoughts, evaluations: 1, breadth: 3}, driving: shaped}
            load: {agents: 9, tasks: 9}
            """
        );
        var running = run.RunAsync();
        await Poll.UntilAsync(() => cluster.NodeCalls > 60, "calls of every agent");

        var (holder, other) = await cluster.FindSilosAsync(run);
        await cluster.StopAsync(holdsTheRunGrain ? holder : other);
        var ended = await running;

        run.Records.Count.ShouldBe(9);
        run.Records.ShouldAllBe(record => record.Attempt == 1);
        ended.Losses.ShouldBeEmpty();
        ended.LostCalls.ShouldBe(0);
        Graph.Of(run.Records).ShouldBe(Graph.Of(await run.RunInProcessAsync()));
        run.Records.SelectMany(record => record.Steps).ShouldAllBe(step => step.Call!.Outcome.IsGood());
    }

    [Fact]
    public async Task Silo_JoinsDuringARun_GetsItsShareOfTheAgents()
    {
        await using var cluster = await GrainCluster.StartAsync(3, Node);
        var run = cluster.CreateRun(
            """
            groups: [{name: vote, problem: game24, strategy: chain-of-thought, driving: shaped}]
            load: {agents: 24, duration: 1h, grace: 0s}
            """
        );
        using var drain = new CancellationTokenSource();
        var running = run.RunAsync(drain.Token);
        await run.RecordedAsync(24);

        var added = await cluster.AddSiloAsync();

        var address = added.SiloAddress.ToParsableString();
        await run.AgentsAsync(agents => agents.GetValueOrDefault(address) == 6, "six agents on the added silo");
        await drain.CancelAsync();
        var ended = await running;
        ended.LostCalls.ShouldBe(0);
        run.Records.ShouldAllBe(record => record.Attempt == 1);
    }
}
