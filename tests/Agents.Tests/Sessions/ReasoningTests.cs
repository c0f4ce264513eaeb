using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tests.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Sessions;

/// <summary>Models that write reasoning before their reply.</summary>
public sealed class ReasoningTests
{
    private const string Acting = "<think>\nAction: lookup[{}]?\n</think>\n\nThought: look\nAction: search[{\"query\": \"q\"}]";

    [Theory]
    [InlineData(null, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Reasoning_InTheText_StaysInTheConversationOnlyOnRequest(bool? keeps, bool isKept)
    {
        var client = new PumpedClient((_, i) => PumpedClient.Result(i == 0 ? Acting : "<think>a</think>Final Answer: right"));

        var task = client.Run(Plan(client, "react", new OptionSettings { KeepReasoning = keeps }, 0));

        task.State.ShouldBe(TaskState.Solved);
        task.Steps[1].Name.ShouldBe("search");
        client.Requests[1].Messages[1].Content.Contains("<think>", StringComparison.Ordinal).ShouldBe(isKept);
        client.Requests[1].Messages[1].Content.ShouldEndWith("Action: search[{\"query\": \"q\"}]");
    }

    [Fact]
    public void Reasoning_SentSeparately_IsKeptOnRequest()
    {
        var client = new PumpedClient(
            (_, i) => PumpedClient.Result(i == 0 ? "Action: search[{\"query\": \"q\"}]" : "Final Answer: right") with { Thinking = "why" }
        );

        client.Run(Plan(client, "react", new OptionSettings { KeepReasoning = true }, 0));

        client.Requests[1].Messages[1].Content.ShouldBe("<think>\nwhy\n</think>\n\nAction: search[{\"query\": \"q\"}]");
    }

    [Theory]
    [InlineData("react", 0, null, 100)]
    [InlineData("react", 4096, null, 4196)]
    [InlineData("react", 4096, 300, 300)]
    [InlineData("direct", 4096, null, 4608)]
    [InlineData("budget-forcing", 4096, null, 32000)]
    public void Limit_ReasoningModel_GrowsUnlessTheWorkloadOrTheStrategyLimitsTheReasoning(
        string strategy,
        int reasoning,
        int? maxTokens,
        int expected
    )
    {
        var client = PumpedClient.Saying("Final Answer: right");

        client.Run(Plan(client, strategy, new OptionSettings { MaxTokens = maxTokens }, reasoning));

        client.Requests[0].Options.MaxTokens.ShouldBe(expected);
    }

    [Theory]
    [InlineData("qwen3:8b", "thinking", null, null, 4096)]
    [InlineData("qwen3:8b", "thinking", "Off", null, 0)]
    [InlineData("qwen3:8b", "thinking", "High", null, 16384)]
    [InlineData("llama3.1:8b", "completion", null, null, 0)]
    [InlineData("llama3.1:8b", "completion", "On", null, 4096)]
    [InlineData("deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", null, null, null, 4096)]
    [InlineData("openai/gpt-oss-20b", null, null, null, 4096)]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", null, null, null, 0)]
    [InlineData("Qwen/Qwen3-30B-A3B-Instruct-2507", null, null, null, 0)]
    [InlineData("qwen3:8b", "thinking", null, 2048, 1024)]
    public void ReasoningTokens_OfAModel_FollowCapabilitiesOptionsAndName(
        string model,
        string? capability,
        string? think,
        int? context,
        int tokens
    )
    {
        var facts = new ModelFacts(
            "server",
            model,
            null,
            null,
            capability is null ? null : new HashSet<string> { capability },
            new Dictionary<string, string>(),
            false
        );

        ReasoningModels
            .TokensOf(model, facts, new OptionSettings { Think = think is null ? null : Enum.Parse<ThinkLevel>(think) }, context)
            .ShouldBe(tokens);
    }

    private static TaskPlan Plan(IModelClient client, string strategy, OptionSettings options, int reasoningTokens) =>
        Tasks.Plan(client, new FakeProblem(hasTools: true), Scripts.Strategy(strategy)) with
        {
            Roles = new Dictionary<string, RoleBinding>
            {
                ["default"] = new(client, "model", options) { ReasoningTokens = reasoningTokens },
            },
        };
}
