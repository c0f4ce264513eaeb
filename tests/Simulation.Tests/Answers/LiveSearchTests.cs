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

/// <summary>
/// The searches, driven by what a simulated model of some skill says. Tasks are seeded, so that the outcome repeats. Power: with 60
/// tasks a share, the standard error of a difference of two shares is at most 0.0913, so that a true difference of 0.25 shows as more
/// than 0.05 with a probability of 0.986 (normal approximation, (0.25 − 0.05) / 0.0913 = 2.19).
/// </summary>
public sealed class LiveSearchTests
{
    [Theory]
    [InlineData("tree-of-thoughts-dfs", "game24")]
    [InlineData("lats", "game24")]
    [InlineData("rap", "game24")]
    [InlineData("verifier-beam", "game24")]
    [InlineData("verifier-beam", "arithmetic")]
    [InlineData("graph-of-thoughts", "sorting")]
    public async Task Search_MoreSkill_SolvesMore(string strategy, string problem)
    {
        var low = await SolvedAsync(strategy, problem, 0.2, 60);
        var high = await SolvedAsync(strategy, problem, 0.95, 60);

        (high - low).ShouldBeGreaterThan(0.05, $"{low} → {high}");
    }

    [Theory]
    [InlineData("tree-of-thoughts", 0.8, "breadth", 1, 8)]
    [InlineData("lats", 0.6, "iterations", 1, 12)]
    public async Task Search_MoreBreadth_SolvesMore(string strategy, double skill, string parameter, int few, int many)
    {
        var narrow = await SolvedAsync(strategy, "game24", skill, 60, (parameter, (long)few));
        var wide = await SolvedAsync(strategy, "game24", skill, 60, (parameter, (long)many));

        (wide - narrow).ShouldBeGreaterThan(0.05, $"{narrow} → {wide}");
    }

    /// <summary>One candidate per state is the greedy path.</summary>
    [Fact]
    public async Task DepthFirst_Backtracking_FindsWhatGreedyMisses()
    {
        var greedy = await SolvedAsync("tree-of-thoughts-dfs", "game24", 0.8, 60, ("perState", 1L));
        var back = await SolvedAsync("tree-of-thoughts-dfs", "game24", 0.8, 60, ("perState", 5L));

        (back - greedy).ShouldBeGreaterThan(0.05, $"{greedy} → {back}");
    }

    /// <summary>A perfect model solves everything step by step in text with any search.</summary>
    [Theory]
    [InlineData("tree-of-thoughts-dfs")]
    [InlineData("lats")]
    [InlineData("rap")]
    [InlineData("verifier-beam")]
    public async Task Search_FullSkillInText_SolvesEverything(string strategy)
    {
        (await SolvedAsync(strategy, "arithmetic", 1, 10)).ShouldBe(1);
    }

    /// <summary>A perfect model proposes a good step first and judges correctly, so a narrow search finds the solution.</summary>
    [Theory]
    [InlineData("tree-of-thoughts-dfs", "game24")]
    [InlineData("lats", "game24")]
    [InlineData("rap", "game24")]
    [InlineData("verifier-beam", "game24")]
    [InlineData("tree-of-thoughts-dfs", "blocksworld")]
    [InlineData("lats", "blocksworld")]
    [InlineData("rap", "blocksworld")]
    [InlineData("verifier-beam", "blocksworld")]
    public async Task Search_FullSkill_SolvesNearlyEverything(string strategy, string problem)
    {
        // By default RAP searches five steps deep, which is too little for some towers.
        (string, object)[] settings = strategy == "rap" ? [("depth", 20L)] : [];

        (await SolvedAsync(strategy, problem, 1, 40, settings)).ShouldBeGreaterThanOrEqualTo(0.95);
    }

    /// <summary>Hex is solved if the first player wins: 30 games each way, of which a skilled player loses few.</summary>
    [Fact]
    public async Task SelfPlay_MoreSkilledPlayer_WinsMore()
    {
        using var strong = new GeneratorClient(new SkilledReplyGenerator(0.9, new()));
        using var weak = new GeneratorClient(new SkilledReplyGenerator(0, new()));

        var first = await WonAsync(strong, weak);
        var second = await WonAsync(weak, strong);

        (first - second).ShouldBeGreaterThan(0.3, $"{second} → {first}");
    }

    private static async Task<double> WonAsync(IModelClient first, IModelClient second)
    {
        var made = StrategyCatalog.Find("self-play")!.CreateWith(("first", Choice.Of("direct")), ("second", Choice.Of("direct")));
        var source = ProblemCatalog.Find("hex")!.CreateWith();
        var won = 0;
        for (var seed = 0UL; seed < 30; seed++)
        {
            var plan = new TaskPlan
            {
                Id = (long)seed,
                Agent = 1,
                Group = "group",
                Problem = source.Create(seed),
                Strategy = made,
                Behaviour = new LiveBehaviour(),
                Seed = seed,
                Roles = new Dictionary<string, RoleBinding>
                {
                    ["default"] = new(first, "sim", new OptionSettings()),
                    ["first"] = new(first, "sim", new OptionSettings()),
                    ["second"] = new(second, "sim", new OptionSettings()),
                },
            };
            var record = await TaskRunner.RunAsync(
                plan,
                RunClock.StartNow(TimeProvider.System),
                null,
                TestContext.Current.CancellationToken
            );
            won += record.State == TaskState.Solved ? 1 : 0;
        }

        return won / 30.0;
    }

    private static async Task<double> SolvedAsync(
        string strategy,
        string problem,
        double skill,
        int tasks,
        params (string Name, object Value)[] settings
    )
    {
        var source = ProblemCatalog.Find(problem)!.CreateWith();
        using var client = new GeneratorClient(new SkilledReplyGenerator(skill, new()));
        var made = StrategyCatalog.Find(strategy)!.CreateWith(settings);
        var solved = 0;
        for (var seed = 0UL; seed < (ulong)tasks; seed++)
        {
            var plan = new TaskPlan
            {
                Id = (long)seed,
                Agent = 1,
                Group = "group",
                Problem = source.Create(seed),
                Strategy = made,
                Behaviour = new LiveBehaviour(),
                Seed = seed,
                Roles = new Dictionary<string, RoleBinding> { ["default"] = new(client, "sim", new OptionSettings()) },
            };
            var record = await TaskRunner.RunAsync(
                plan,
                RunClock.StartNow(TimeProvider.System),
                null,
                TestContext.Current.CancellationToken
            );
            record.State.ShouldBeOneOf(TaskState.Solved, TaskState.Unsolved);
            solved += record.State == TaskState.Solved ? 1 : 0;
        }

        return solved / (double)tasks;
    }

    /// <summary>Calls a reply generator without a node.</summary>
    private sealed class GeneratorClient(IReplyGenerator generator) : IModelClient
    {
        public string Endpoint => "simulated";

        public Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
        {
            var reply = generator.Generate(
                new SimulatedPrompt(
                    request.Model,
                    request.Messages,
                    request.Tools,
                    int.MaxValue,
                    request.Options.Temperature ?? 1,
                    (ulong)(request.Options.Seed ?? 0),
                    false
                )
            );
            var now = TimeProvider.System.GetTimestamp();
            return Task.FromResult(
                new CallResult
                {
                    Endpoint = Endpoint,
                    Outcome = CallOutcome.Completed,
                    Sent = now,
                    End = now,
                    Text = reply.Text,
                    ToolCalls = reply.ToolCalls,
                    Provenance = TokenProvenance.Missing,
                }
            );
        }

        public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public void Dispose() { }
    }
}
