using AgentLoad.Agents.AgentFramework;
using AgentLoad.Agents.ChatClients;
using AgentLoad.Agents.Tests.SemanticKernel;
using AgentLoad.Agents.UserAgents;
using AgentLoad.Measurement.Records;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.UserAgents;

/// <summary>Agents on <see cref="IChatClient"/> and on Microsoft Agent Framework are measured like those on Semantic Kernel.</summary>
public sealed class ChatAgentTests
{
    public static TheoryData<Type> Agents => [typeof(FunctionAgent), typeof(StreamingFunctionAgent), typeof(TestFrameworkAgent)];

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Solve_FunctionCalling_RecordsOneGraphOfCallsAndFunctions(Type agent)
    {
        await using var node = await Tests.SemanticKernel.AgentRun.CallingAsync(
            "echo",
            """{"text":"hello"}""",
            messages => $"Answer: {messages[^1].Content}"
        );

        var task = await node.RunAsync(Of(agent), "open");

        task.State.ShouldBe(TaskState.Answered, task.Error);
        task.Answer.ShouldBe("Answer: hello");
        task.Strategy.ShouldBe(agent.Name);
        task.Steps.Select(s => (s.Kind, s.Name, s.Key))
            .ShouldBe([(StepKind.Call, "chat", "chat/1"), (StepKind.Tool, "echo", "echo/1"), (StepKind.Call, "chat", "chat/2")]);
        task.Steps.Select(s => s.After)
            .ShouldBe([
                [],
                [1],
                [2],
            ]);
        task.Steps.ShouldAllBe(s => s.OnAnswerPath);
    }

    [Theory]
    [InlineData("throw", "InvalidOperationException: the database is away")]
    [InlineData("hang", "TimeoutException: not done within 0.3 s")]
    [InlineData("block", "TimeoutException: not done within 0.3 s")]
    [InlineData("flood", "a result of 5000000 characters was cut to 1000")]
    public async Task Solve_FailingFunction_RecordsTheErrorAndTheAgentContinues(string function, string error)
    {
        foreach (var agent in new[] { typeof(FunctionAgent), typeof(TestFrameworkAgent) })
        {
            await using var node = await Tests.SemanticKernel.AgentRun.CallingAsync(function, "{}", _ => "Answer: done anyway");

            // Only functions that never end may reach the timeout, however slow the machine is.
            var timeout = TimeSpan.FromSeconds(function is "hang" or "block" ? 0.3 : 300);
            var task = await node.RunAsync(Of(agent) with { FunctionTimeout = timeout, FunctionResult = 1000 }, "open");

            task.State.ShouldBe(TaskState.Answered, task.Error);
            task.Steps.Single(s => s.Kind == StepKind.Tool).ToolError.ShouldBe(error);
            task.Steps[^1].Call!.PromptTokens!.Value.ShouldBeLessThan(1500);
        }
    }

    [Fact]
    public async Task Solve_ModelOfARole_NamesTheRoleAndMeasuresItsFunctions()
    {
        await using var node = await Tests.SemanticKernel.AgentRun.CallingAsync(
            "echo",
            """{"text":"hello"}""",
            messages => $"Answer: {messages[^1].Content}"
        );

        var task = await node.RunAsync(Of(typeof(RoleAgent)), "open");

        task.Steps.Select(s => s.Name).ShouldBe(["critic", "echo", "critic"]);
    }

    private static AgentLoad.Agents.Workloads.UserAgent Of(Type agent) =>
        new() { Assembly = agent.Assembly.Location, Type = agent.FullName! };
}

/// <summary>One call with functions.</summary>
public sealed class FunctionAgent : ChatAgent
{
    public override async Task<string?> SolveAsync(IChatClient model, AgentTask task, CancellationToken cancellationToken)
    {
        var options = new ChatOptions { Tools = TestFunctions.All };
        return (await model.GetResponseAsync(task.Question, options, cancellationToken)).Text;
    }
}

/// <summary>The same, reading the reply in pieces.</summary>
public sealed class StreamingFunctionAgent : ChatAgent
{
    public override async Task<string?> SolveAsync(IChatClient model, AgentTask task, CancellationToken cancellationToken)
    {
        var options = new ChatOptions { Tools = TestFunctions.All };
        return (
            await model.GetStreamingResponseAsync(task.Question, options, cancellationToken).ToChatResponseAsync(cancellationToken)
        ).Text;
    }
}

/// <summary>Calls the model of a role.</summary>
public sealed class RoleAgent : ChatAgent
{
    public override async Task<string?> SolveAsync(IChatClient model, AgentTask task, CancellationToken cancellationToken)
    {
        var options = new ChatOptions { Tools = TestFunctions.All };
        return (await task.ModelFor("critic").GetResponseAsync(task.Question, options, cancellationToken)).Text;
    }
}

/// <summary>An agent of Microsoft Agent Framework.</summary>
public sealed class TestFrameworkAgent : FrameworkAgent
{
    public override AIAgent CreateAgent(IChatClient model, AgentTask task) =>
        new ChatClientAgent(model, instructions: "Use the functions.", name: "tester", tools: TestFunctions.All);
}

/// <summary>The functions of the agents.</summary>
internal static class TestFunctions
{
    public static List<AITool> All { get; } =
    [
        AIFunctionFactory.Create(TestPlugin.Echo, "echo"),
        AIFunctionFactory.Create(TestPlugin.Throw, "throw"),
        AIFunctionFactory.Create(TestPlugin.HangAsync, "hang"),
        AIFunctionFactory.Create(TestPlugin.Block, "block"),
        AIFunctionFactory.Create(TestPlugin.Flood, "flood"),
    ];
}
