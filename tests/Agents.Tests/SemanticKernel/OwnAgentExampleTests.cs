using AgentLoad.Agents.Catalog;
using AgentLoad.Agents.SemanticKernel;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.UserAgents;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Records;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.SemanticKernel;

/// <summary>The example agent, as its users build it, compared with ReAct on the same problems.</summary>
public sealed class OwnAgentExampleTests
{
    public static readonly UserAgent Example = new() { Assembly = Find(AppContext.BaseDirectory), Type = "OwnAgent.ResearchAgent" };

    [Theory]
    [InlineData(ModelApi.Ollama, "multihop", "people.Lookup", "ResearchAgent")]
    [InlineData(ModelApi.OllamaSharp, "multihop", "people.Lookup", "ResearchAgent")]
    [InlineData(ModelApi.Ollama, "arithmetic", "calculator.Calculate", "ResearchAgent")]
    [InlineData(ModelApi.OllamaSharp, "arithmetic", "calculator.Calculate", "ResearchAgent")]
    [InlineData(ModelApi.Ollama, "multihop", "lookup", "ChatResearchAgent")]
    [InlineData(ModelApi.Ollama, "arithmetic", "calculate", "ChatResearchAgent")]
    [InlineData(ModelApi.Ollama, "multihop", "lookup", "FrameworkResearchAgent")]
    [InlineData(ModelApi.Ollama, "arithmetic", "calculate", "FrameworkResearchAgent")]
    public async Task Solve_SameProblems_SolvesThemWithAsManyCallsAsReAct(ModelApi api, string problem, string function, string agent)
    {
        var example = Example with { Type = $"OwnAgent.{agent}" };
        await using var node = await Nodes.StartAsync();
        var react = StrategyCatalog.Find("react")!.CreateWith();
        for (var seed = 1UL; seed <= 3; seed++)
        {
            var own = await node.RunAsync(example, problem, seed, api: api);
            var ours = await node.RunAsync(react, problem, seed, null, api, CancellationToken.None);

            own.State.ShouldBe(TaskState.Solved, own.Error);
            ours.State.ShouldBe(TaskState.Solved, ours.Error);
            own.Answer.ShouldBe(ours.Answer);
            own.Steps.Select(s => s.Kind).ShouldBe(ours.Steps.Select(s => s.Kind));
            own.Steps.Select(s => s.After).ShouldBe(ours.Steps.Select(s => s.After));
            own.Steps.Where(s => s.Kind == StepKind.Tool).Select(s => s.Name).Distinct().ShouldBe([function]);
        }
    }

    [Fact]
    public void Workload_OfTheExample_NamesAnExistingAgent()
    {
        var file = Path.Combine(Path.GetDirectoryName(Example.Assembly)!, "..", "..", "..", "workload.yaml");
        var read = WorkloadFile.Load(file, WorkloadInputs.Default with { AgentError = UserAgentFactory.ErrorOf });

        read.Lines.ShouldBeEmpty();
        read.Workload!.Groups.Select(group => group.Agent?.ShortName)
            .ShouldBe(["ResearchAgent", "FrameworkResearchAgent", "ChatResearchAgent", null, "ResearchAgent", null]);
        var wrong = WorkloadFile.Load(
            file,
            WorkloadInputs.Default with
            {
                AgentError = UserAgentFactory.ErrorOf,
                Set = ["groups[0].agent.type=OwnAgent.Nobody"],
            }
        );
        wrong.Lines.ShouldHaveSingleItem().ShouldContain("has no type OwnAgent.Nobody;");
    }

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "AgentLoad.sln"))
            ? Path.Combine(folder, "examples", "own-agent", "bin", "Release", "net10.0", "OwnAgent.dll")
            : Find(Path.GetDirectoryName(folder)!);
}
