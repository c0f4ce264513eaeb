using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using AgentLoad.Simulation.Answers;
using Shouldly;
using Xunit;

namespace AgentLoad.Simulation.Tests.Answers;

/// <summary>Strategies that plan, split and choose models, with simulated models of different skills.</summary>
public sealed class PlannedLiveTests
{
    [Theory]
    [InlineData("plan-and-execute", "multihop")]
    [InlineData("plan-and-execute", "arithmetic")]
    [InlineData("plan-and-execute", "game24")]
    [InlineData("llm-compiler", "multihop")]
    [InlineData("llm-compiler", "arithmetic")]
    [InlineData("orchestrator-workers", "multihop")]
    [InlineData("orchestrator-workers", "arithmetic")]
    [InlineData("cascade", "arithmetic")]
    [InlineData("router", "arithmetic")]
    public async Task Live_PerfectModel_SolvesEveryProblem(string strategy, string problem)
    {
        foreach (var task in await RunAsync(strategy, problem, 25, small: 1, large: 1))
        {
            task.State.ShouldBe(TaskState.Solved, $"{task.ProblemId}: {task.Answer} {task.Error}");
            task.ParseFailures.ShouldBe(0);
        }
    }

    [Fact]
    public async Task LlmCompiler_QuestionWithBranches_RunsIndependentToolsInParallel()
    {
        var source = ProblemCatalog.Find("multihop")!.CreateWith(("latency", "0s"), ("hops", 5L), ("branches", 3L));

        foreach (var task in await RunAsync("llm-compiler", source, 10, _ => new SkilledReplyGenerator(1, new ReplyGeneratorOptions())))
        {
            task.State.ShouldBe(TaskState.Solved, $"{task.ProblemId}: {task.Answer}");
            var plan = task.Steps.Single(step => step.Name == "plan").Id;
            var tools = task.Steps.Where(step => step.Kind == StepKind.Tool).ToArray();
            tools.Length.ShouldBe(5);
            tools.Count(tool => tool.After.SequenceEqual([plan])).ShouldBe(3, "the first lookup of each branch waits for the plan only");
        }
    }

    [Theory]
    [InlineData("plan-and-execute", "multihop")]
    [InlineData("llm-compiler", "multihop")]
    [InlineData("orchestrator-workers", "arithmetic")]
    public async Task Live_RisingSkill_SolvesMore(string strategy, string problem)
    {
        // Power: rates differ by more than 0.3 between the skills; with 120 tasks each a difference below 0.1 has a chance under 0.001.
        var poor = Solved(await RunAsync(strategy, problem, 120, small: 0.4, large: 0.4));
        var good = Solved(await RunAsync(strategy, problem, 120, small: 0.95, large: 0.95));

        good.ShouldBeGreaterThan(poor + 0.1);
    }

    /// <summary>
    /// FrugalGPT's claim. 600 paired problems: the standard error of the difference of two rates near 0.95 is at most 0.013, so that a
    /// cascade as good as the large model fails the bound of 0.06 with probability below 10⁻⁵, and one that is 0.10 worse passes it with
    /// probability below 0.02. About 45 % of the problems should reach the large model (standard error 0.02).
    /// </summary>
    [Fact]
    public async Task Cascade_TwoModels_KeepsTheLargeModelsSolvedRateAtAFractionOfItsTokens()
    {
        const int count = 600;
        var alone = await RunAsync("chain-of-thought", "arithmetic", count, small: 0.95, large: 0.95);
        var cascade = await RunAsync(
            "cascade",
            "arithmetic",
            count,
            small: 0.55,
            large: 0.95,
            ("depth", 2L),
            ("scorer", "trained"),
            ("accuracy", 0.95)
        );

        Solved(cascade).ShouldBeGreaterThan(Solved(alone) - 0.06);
        LargeTokens(cascade, "large").ShouldBeLessThan(0.65 * LargeTokens(alone, "small"));
        Solved(cascade)
            .ShouldBeGreaterThan(Solved(await RunAsync("chain-of-thought", "arithmetic", count, small: 0.55, large: 0.55)) + 0.2);
    }

    [Theory]
    [InlineData("plan-and-execute")]
    [InlineData("llm-compiler")]
    [InlineData("orchestrator-workers")]
    [InlineData("cascade")]
    [InlineData("router")]
    public async Task Live_UnparsableReplies_EndUnsolvedWithFailuresCounted(string strategy)
    {
        foreach (var task in await RunAsync(strategy, "multihop", 5, _ => new FixedReply("...")))
        {
            task.State.ShouldBe(TaskState.Unsolved);
            task.Steps.Count.ShouldBeLessThan(40);
        }
    }

    private static double Solved(IReadOnlyList<TaskRecord> tasks) => tasks.Count(t => t.State == TaskState.Solved) / (double)tasks.Count;

    private static double LargeTokens(IReadOnlyList<TaskRecord> tasks, string model) =>
        tasks
            .SelectMany(t => t.Steps)
            .Where(s => s.Call?.Model == model)
            .Sum(s => (long)s.Call!.PromptTokens! + s.Call.CompletionTokens!.Value);

    private static Task<IReadOnlyList<TaskRecord>> RunAsync(
        string strategy,
        string problem,
        int count,
        double small,
        double large,
        params (string, object)[] settings
    ) =>
        RunAsync(
            strategy,
            problem,
            count,
            role => new SkilledReplyGenerator(role == "large" ? large : small, new ReplyGeneratorOptions()),
            settings
        );

    private static Task<IReadOnlyList<TaskRecord>> RunAsync(
        string strategy,
        string problem,
        int count,
        Func<string, IReplyGenerator> generator,
        params (string, object)[] settings
    ) =>
        RunAsync(
            strategy,
            problem == "multihop"
                ? ProblemCatalog.Find(problem)!.CreateWith(("latency", "0s"))
                : ProblemCatalog.Find(problem)!.CreateWith(),
            count,
            generator,
            settings
        );

    private static async Task<IReadOnlyList<TaskRecord>> RunAsync(
        string strategy,
        IProblemSource source,
        int count,
        Func<string, IReplyGenerator> generator,
        params (string, object)[] settings
    )
    {
        var made = StrategyCatalog.Find(strategy)!.CreateWith(settings);
        var roles = new[] { "default", "small", "medium", "large" }.ToDictionary(
            role => role,
            role => new RoleBinding(
                new GeneratorClient(generator(role)),
                role == "default" ? "small" : role,
                new OptionSettings { MaxTokens = 4000 }
            )
        );
        var clock = RunClock.StartNow(TimeProvider.System);
        var tasks = new List<TaskRecord>();
        for (var i = 0; i < count; i++)
        {
            tasks.Add(
                await TaskRunner.RunAsync(
                    new TaskPlan
                    {
                        Id = i,
                        Agent = 0,
                        Group = "g",
                        Problem = source.Create((ulong)i),
                        Strategy = made,
                        Behaviour = new LiveBehaviour(),
                        Seed = (ulong)i,
                        Roles = roles,
                    },
                    clock,
                    null,
                    TestContext.Current.CancellationToken
                )
            );
        }

        return tasks;
    }

    private sealed class FixedReply(string text) : IReplyGenerator
    {
        public SimulatedReply Generate(SimulatedPrompt prompt) => new(text, "", []);
    }

    /// <summary>Calls a reply generator without server or latency, with one token per four characters.</summary>
    private sealed class GeneratorClient(IReplyGenerator generator) : IModelClient
    {
        public string Endpoint => "here";

        public Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
        {
            var reply = generator.Generate(
                new SimulatedPrompt(
                    request.Model,
                    request.Messages,
                    request.Tools,
                    request.Options.MaxTokens,
                    request.Options.Temperature ?? 0.8,
                    (ulong)(request.Options.Seed ?? 0),
                    false
                )
            );
            return Task.FromResult(
                new CallResult
                {
                    Endpoint = Endpoint,
                    Outcome = CallOutcome.Completed,
                    Sent = TimeProvider.System.GetTimestamp(),
                    End = TimeProvider.System.GetTimestamp(),
                    Text = reply.Text,
                    ToolCalls = reply.ToolCalls,
                    PromptTokens = request.Messages.Sum(m => m.Content.Length) / 4,
                    CompletionTokens = 1 + (reply.Text.Length / 4),
                    Provenance = TokenProvenance.Server,
                }
            );
        }

        public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public void Dispose() { }
    }
}
