using AgentLoad.Agents.SemanticKernel;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.UserAgents;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Records;
using AgentLoad.Simulation;
using AgentLoad.Simulation.Http;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.SemanticKernel;

/// <summary>Agents that use Semantic Kernel are measured step by step, and cannot end the run.</summary>
public sealed class KernelAgentTests
{
    private const string DraftText = "This is a first draft that says a thing or two about the matter.";

    [Fact]
    public async Task Solve_FunctionCalling_RecordsOneGraphOfCallsAndFunctions()
    {
        await using var node = await AgentRun.CallingAsync(
            "conduct_Echo",
            """{"text":"hello"}""",
            messages => $"Answer: {messages[^1].Content}"
        );
        var task = await node.RunAsync(AgentRun.Of<LoopAgent>(), "open");

        task.State.ShouldBe(TaskState.Answered, task.Error);
        task.Answer!.ShouldContain("hello");
        task.Strategy.ShouldBe(nameof(LoopAgent));
        task.Steps.Select(s => (s.Kind, s.Name, s.Key))
            .ShouldBe([
                (StepKind.Call, "chat", "chat/1"),
                (StepKind.Tool, "conduct.Echo", "conduct.Echo/1"),
                (StepKind.Call, "chat", "chat/2"),
            ]);
        task.Steps.Select(s => s.After)
            .ShouldBe([
                [],
                [1],
                [2],
            ]);
        task.Steps.ShouldAllBe(s => s.OnAnswerPath);
        foreach (var call in task.Steps.Select(s => s.Call).OfType<CallRecord>())
        {
            call.HttpStatus.ShouldBe(200);
            call.PromptTokens!.Value.ShouldBeGreaterThan(0);
            call.ServerDecode.ShouldNotBeNull();
            call.Provenance.ShouldBe(TokenProvenance.Server);
        }
    }

    [Fact]
    public async Task Solve_WithFilter_MeasuresInsideTheFilterAndKeepsItsEffect()
    {
        await using var node = await AgentRun.CallingAsync(
            "conduct_Echo",
            """{"text":"hello"}""",
            messages => $"Answer: {messages[^1].Content}"
        );
        var task = await node.RunAsync(AgentRun.Of<FilteredAgent>(), "open");

        task.Answer!.ShouldContain("HELLO");
        task.Steps.Count(s => s.Kind == StepKind.Tool).ShouldBe(1);
    }

    [Theory]
    [InlineData("Throw", "InvalidOperationException: the database is away")]
    [InlineData("Hang", "TimeoutException: not done within 0.3 s")]
    [InlineData("Block", "TimeoutException: not done within 0.3 s")]
    [InlineData("Flood", "a result of 5000000 characters was cut to 1000")]
    public async Task Solve_FailingFunction_RecordsTheErrorAndTheAgentContinues(string function, string error)
    {
        await using var node = await AgentRun.CallingAsync($"conduct_{function}", "{}", _ => "Answer: done anyway");
        // Only functions that never end may reach the timeout, however slow the machine is.
        var timeout = TimeSpan.FromSeconds(function is "Hang" or "Block" ? 0.3 : 300);
        var task = await node.RunAsync(AgentRun.Of<LoopAgent>() with { FunctionTimeout = timeout, FunctionResult = 1000 }, "open");

        task.State.ShouldBe(TaskState.Answered, task.Error);
        task.Steps.Single(s => s.Kind == StepKind.Tool).ToolError.ShouldBe(error);
        task.Steps[^1].Call!.PromptTokens!.Value.ShouldBeLessThan(1500);
    }

    [Fact]
    public async Task Solve_Streaming_DeliversTheReplyInPieces()
    {
        await using var node = await Replying(DraftText);
        var task = await node.RunAsync(AgentRun.Of<StreamingAgent>(), "open");

        task.State.ShouldBe(TaskState.Answered, task.Error);
        task.Answer!.ShouldContain("first draft");
        task.Steps.ShouldHaveSingleItem().Call!.ChunkGaps.Length.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Solve_AbandonedStream_CancelsTheCall()
    {
        await using var node = await Nodes.StartAsync("stall=1:3600", new ScriptedReplies(_ => new(DraftText, "", [])));
        var task = await node.RunAsync(AgentRun.Of<StreamAbandoningAgent>(), "open");

        task.State.ShouldBe(TaskState.Answered, task.Error);
        task.Steps.ShouldHaveSingleItem().Call!.Outcome.ShouldBe(CallOutcome.Cancelled);
    }

    [Fact]
    public async Task Solve_SeveralAgents_RecordsOneGraph()
    {
        await using var node = await Nodes.StartAsync(generator: new EchoGenerator());
        var task = await node.RunAsync(AgentRun.Of<TeamAgent>(), "open");

        task.State.ShouldBe(TaskState.Answered, task.Error);
        task.Steps.Count.ShouldBe(3);
        task.Steps[0].After.ShouldBeEmpty();
        task.Steps[1].After.ShouldBeEmpty();
        task.Steps[2].After.ShouldBe([1, 2]);
        task.Steps.ShouldAllBe(s => s.OnAnswerPath);
    }

    [Fact]
    public async Task Solve_EqualRepliesInOnePrompt_DependsOnEveryCallThatGaveOne()
    {
        await using var node = await Replying(DraftText);
        var task = await node.RunAsync(AgentRun.Of<TeamAgent>(), "open");

        task.State.ShouldBe(TaskState.Answered, task.Error);
        task.Steps[2].After.ShouldBe([1, 2]);
        task.Steps[2].Uses.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Solve_ModelOfARole_NamesTheRoleInTheSteps()
    {
        await using var node = await Nodes.StartAsync(generator: new EchoGenerator());
        var task = await node.RunAsync(AgentRun.Of<CriticAgent>(), "open");

        task.Steps.Select(s => s.Key).ShouldBe(["chat/1", "critic/1"]);
        task.Steps[1].After.ShouldBe([1]);
    }

    [Fact]
    public async Task Solve_Runaway_EndsAtItsLimitOfSteps()
    {
        await using var node = await Replying("on and on");
        var task = await node.RunAsync(AgentRun.Of<RunawayAgent>() with { Steps = 5 }, "open");

        task.State.ShouldBe(TaskState.OutOfBudget);
        task.Error.ShouldBe("limit of 5 steps is reached");
        task.Steps.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Solve_Runaway_EndsAtItsBudgetOfTokens()
    {
        await using var node = await Replying("on and on");
        var task = await node.RunAsync(AgentRun.Of<RunawayAgent>(), "open", budget: new BudgetSettings { Tokens = 60 });

        task.State.ShouldBe(TaskState.OutOfBudget);
        task.Error!.ShouldContain("budget of 60 tokens");
    }

    [Fact]
    public async Task Solve_AgentThatBlocksItsThread_EndsAtItsTimeout()
    {
        await using var node = await Replying("x");
        var task = await node.RunAsync(AgentRun.Of<BlockingAgent>() with { Timeout = TimeSpan.FromSeconds(0.3) }, "open");

        task.State.ShouldBe(TaskState.OutOfBudget);
        task.Error.ShouldBe("limit of 0.3 s for the agent is reached");
    }

    [Fact]
    public async Task Solve_NextToHundredsOfBlockedAgents_Completes()
    {
        await using var node = await Nodes.StartAsync();
        var blocked = Enumerable
            .Range(1, 200)
            .Select(i => node.RunAsync(AgentRun.Of<BlockingAgent>() with { Timeout = TimeSpan.FromSeconds(2) }, seed: (ulong)i))
            .ToArray();
        var ours = await node.RunAsync(AgentRun.Of<LoopAgent>(), "open");

        ours.State.ShouldNotBe(TaskState.OutOfBudget);
        (await Task.WhenAll(blocked)).ShouldAllBe(task => task.State == TaskState.OutOfBudget);
    }

    [Fact]
    public async Task Solve_AssemblyIsRebuilt_KeepsUsingTheOriginalBuild()
    {
        await using var node = await Nodes.StartAsync();
        var folder = Directory.CreateTempSubdirectory();
        var (assembly, next) = (Path.Combine(folder.FullName, "OwnAgent.dll"), Path.Combine(folder.FullName, "next"));
        File.Copy(OwnAgentExampleTests.Example.Assembly, assembly);
        var strategy = UserAgentFactory.Create(OwnAgentExampleTests.Example with { Assembly = assembly });
        var first = await node.RunAsync(strategy, "multihop", 1, null, ModelApi.Ollama, CancellationToken.None);
        await File.WriteAllTextAsync(next, "half a file");
        File.Move(next, assembly, overwrite: true);
        var second = await node.RunAsync(strategy, "multihop", 1, null, ModelApi.Ollama, CancellationToken.None);
        folder.Delete(recursive: true);

        first.State.ShouldBe(TaskState.Solved, first.Error);
        second.State.ShouldBe(TaskState.Solved, second.Error);
    }

    [Fact]
    public async Task Solve_AgentThatThrows_FailsOnlyItsTask()
    {
        await using var node = await Replying("x");
        (await node.RunAsync(AgentRun.Of<ThrowingAgent>(), "open")).Error.ShouldBe("NotSupportedException: not today");
        var stillborn = await node.RunAsync(AgentRun.Of<FailingConstructorAgent>(), "open");
        stillborn.State.ShouldBe(TaskState.Failed);
        stillborn.Error!.ShouldContain("InvalidOperationException: no licence");
    }

    [Fact]
    public async Task Solve_ModelWithoutTools_FailsWithTheServersMessage()
    {
        await using var node = await Nodes.StartAsync(model: new SimulatedModel(Nodes.Model) { Capabilities = ["completion"] });
        var task = await node.RunAsync(AgentRun.Of<LoopAgent>(), "open");

        task.State.ShouldBe(TaskState.Failed);
        task.Error!.ShouldContain("does not support tools");
        task.Steps.ShouldHaveSingleItem().Call!.Outcome.ShouldBe(CallOutcome.Rejected);
    }

    [Fact]
    public async Task Solve_RunStops_IsAborted()
    {
        using var stop = new CancellationTokenSource();
        await using var node = await Nodes.StartAsync(
            "stall=1:3600",
            new ScriptedReplies(_ => new(DraftText, "", [])),
            onLine: () => _ = stop.CancelAsync()
        );
        var task = await node.RunAsync(AgentRun.Of<LoopAgent>(), "open", stop: stop.Token);

        task.State.ShouldBe(TaskState.Aborted);
        task.Steps.ShouldHaveSingleItem().Call!.Outcome.ShouldBe(CallOutcome.Aborted);
    }

    private static Task<SimulatedNode> Replying(string text) => Nodes.StartAsync(generator: new ScriptedReplies(_ => new(text, "", [])));

    /// <summary>Repeats the first message, so that replies differ by agent.</summary>
    private sealed class EchoGenerator : IReplyGenerator
    {
        public SimulatedReply Generate(SimulatedPrompt prompt) => new($"{prompt.Messages[0].Content} {DraftText}", "", []);
    }
}
