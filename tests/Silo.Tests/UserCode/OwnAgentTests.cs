using AgentLoad.Measurement.Records;
using AgentLoad.Silo.Tests.Shutdown;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.UserCode;

/// <summary>Agents of the user's on silos: the same work as in one process, and bad ones bring nobody down.</summary>
public sealed class OwnAgentTests
{
    [Fact]
    public async Task Run_OfTheExample_IsTheSameInAProcessOnItsOwnSiloAndOnACluster()
    {
        await using var cluster = await SmallCluster.UpAsync(2, "h100-vllm-8b");
        cluster.Write(
            $$"""
            name: own
            seed: 7
            groups:
              - {name: own, problem: multihop, agent: {assembly: {{UserAssemblies.Example}}, type: OwnAgent.ResearchAgent} }
            load: {agents: 6, tasks: 12}
            """
        );

        var (inProcess, _) = await cluster.EndAsync(cluster.StartOn("process", "process"), "process");
        var (embedded, _) = await cluster.EndAsync(cluster.StartOn("silo", "embedded"), "embedded");
        var (onSilos, summary) = await cluster.EndAsync(cluster.Start("silos", isOnSilos: true), "silos");

        var graph = SmallCluster.Graph(inProcess);
        graph.Count(line => line.Contains("people.Lookup", StringComparison.Ordinal)).ShouldBeGreaterThan(20);
        SmallCluster.Graph(embedded).ShouldBe(graph);
        SmallCluster.Graph(onSilos).ShouldBe(graph);
        // A busy machine reads streams in bursts, which the summary reports.
        summary.Degraded.ShouldAllBe(reason => reason.StartsWith("Streams were read in bursts", StringComparison.Ordinal));
        onSilos
            .SelectMany(task => task.Steps)
            .Where(step => step.Call is not null)
            .ShouldAllBe(step => step.Call!.ServerDecode != null && step.Call.PromptTokens > 0);
    }

    [Fact]
    public async Task Run_WithAgentsThatThrowBlockHangAndFlood_EndsWithTheOthersUnharmed()
    {
        await using var cluster = await SmallCluster.UpAsync(2, "h100-vllm-8b");
        string Bad(string type, string timeout = "1m") =>
            $"  - {{name: {type}, problem: multihop, agent: {{assembly: {UserAssemblies.Misbehaving}, "
            + $"type: AgentLoad.Agents.Tests.SemanticKernel.{type}, timeout: {timeout}}} }}";
        cluster.Write(
            $$"""
            name: bad
            seed: 7
            groups:
            {{string.Join('\n', Bad("ThrowingAgent"), Bad("LongAnswerAgent"), Bad("BlockingAgent", "1s"), Bad("RunawayAgent", "1s"))}}
              - {name: good, problem: multihop, strategy: react}
            load: {agents: 40, tasks: 80}
            """
        );

        var (tasks, summary) = await cluster.EndAsync(cluster.Start("bad", isOnSilos: true), "bad");

        // A busy machine reads streams in bursts, which the summary reports.
        summary.Degraded.ShouldAllBe(reason => reason.StartsWith("Streams were read in bursts", StringComparison.Ordinal));
        IReadOnlyList<TaskRecord> Of(string group) => [.. tasks.Where(task => task.Group == group && !task.IsBaseline)];
        tasks.Count(task => !task.IsBaseline).ShouldBe(80);
        Of("ThrowingAgent").ShouldAllBe(task => task.State == TaskState.Failed && task.Error!.Contains("NotSupportedException: not today"));
        Of("BlockingAgent").ShouldAllBe(task => task.State == TaskState.OutOfBudget);
        Of("RunawayAgent").ShouldAllBe(task => task.State == TaskState.OutOfBudget);
        Of("LongAnswerAgent")
            .ShouldAllBe(task => task.State == TaskState.Unsolved && (task.Answer == null || task.Answer.Length <= 64_000));
        Of("good").ShouldAllBe(task => task.State == TaskState.Solved || task.State == TaskState.Unsolved);
        Of("good").Count(task => task.State == TaskState.Solved).ShouldBeGreaterThan(8);
        cluster.Silos.ShouldAllBe(silo => !silo.HasExited);
    }
}
