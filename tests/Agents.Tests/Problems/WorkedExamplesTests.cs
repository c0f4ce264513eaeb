using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Agents.Workloads;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Problems;

public sealed class WorkedExamplesTests
{
    private const long Count = 3;

    public static TheoryData<string> Verified =>
        [.. ProblemCatalog.Generated.Where(e => e.Parameters.Any(p => p.Name == WorkedExamples.SettingName)).Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Verified))]
    public void Create_WithExamples_AddsSolvedProblemsBeforeTheProblem(string kind)
    {
        var (plain, source) = (
            ProblemCatalog.Find(kind)!.CreateWith(),
            ProblemCatalog.Find(kind)!.CreateWith((WorkedExamples.SettingName, Count))
        );
        var starts = new HashSet<string>();
        for (ulong seed = 0; seed < 40; seed++)
        {
            var (bare, problem) = (plain.Create(seed), source.Create(seed));
            problem.Id.ShouldBe(bare.Id);
            problem.Question.ShouldBe(bare.Question);
            problem.Verify(bare.Solve(new Random(1)).Answer).ShouldBe(true);
            foreach (
                var (with, without) in new[]
                {
                    (problem.DirectPrompt, bare.DirectPrompt),
                    (problem.ReasoningPrompt, bare.ReasoningPrompt),
                    (problem.QuestionWithExamples, bare.QuestionWithExamples),
                }
            )
            {
                with.ShouldEndWith(without);
                WorkedExamples.Without(with).ShouldBe(without, "what a simulated model reads");
                with[..^without.Length].Split(AnswerText.Prefix).Length.ShouldBe((int)Count + 1);
            }

            starts.Add(problem.DirectPrompt[..^bare.DirectPrompt.Length]);
        }

        starts.Count.ShouldBe(1, "all prompts of a run begin alike");
    }

    /// <summary>All problems of a small space are drawn, including the examples.</summary>
    [Fact]
    public void Create_ProblemIsAnExample_IsReplacedBySpareExample()
    {
        var (plain, source) = (
            ProblemCatalog.Find("code")!.CreateWith(("steps", 0L)),
            ProblemCatalog.Find("code")!.CreateWith(("steps", 0L), (WorkedExamples.SettingName, 8L))
        );
        var starts = new HashSet<string>();
        for (ulong seed = 0; seed < 200; seed++)
        {
            var (bare, problem) = (plain.Create(seed), source.Create(seed));
            var before = problem.DirectPrompt[..^bare.DirectPrompt.Length];
            before.ShouldNotContain(bare.Question);
            before.Split(AnswerText.Prefix).Length.ShouldBe(9);
            starts.Add(before);
        }

        starts.Count.ShouldBe(9, "one for each example that the problem is, and the common one");
    }

    [Fact]
    public void Solve_Game24_ReturnsStepsThatEndIn24()
    {
        var source = ProblemCatalog.Find("game24")!.CreateWith();
        for (ulong seed = 0; seed < 100; seed++)
        {
            var (working, answer) = source.Create(seed).Solve(new Random(1));
            working.Count.ShouldBe(3);
            working[^1].ShouldEndWith("(left: 24)");
            answer.ShouldEndWith(" = 24");
        }
    }

    [Theory]
    [InlineData("direct")]
    [InlineData("chain-of-thought")]
    [InlineData("self-consistency")]
    [InlineData("best-of-n")]
    [InlineData("debate")]
    [InlineData("react")]
    [InlineData("rap")]
    [InlineData("plan-and-execute")]
    [InlineData("tree-of-thoughts")]
    public void FirstPrompts_AnyTwoTasks_ShareTheExamples(string strategy)
    {
        var source = ProblemCatalog.Find("arithmetic")!.CreateWith((WorkedExamples.SettingName, Count));
        var prompts = Enumerable
            .Range(0, 2)
            .Select(seed =>
            {
                var client = PumpedClient.Saying("Answer: 1");
                client.Run(Tasks.Plan(client, source.Create((ulong)seed), StrategyCatalog.Find(strategy)!.CreateWith(), seed: (ulong)seed));
                return client.Requests[0].Messages[0].Content;
            })
            .ToArray();

        var shared = prompts[0].AsSpan().CommonPrefixLength(prompts[1]);
        prompts[0][..shared].Split(AnswerText.Prefix).Length.ShouldBe((int)Count + 1);
    }

    [Theory]
    [InlineData("{kind: open, examples: 2}", "no single correct answer")]
    [InlineData("{kind: hex, opening: 0, examples: 1}", "too few distinct problems")]
    [InlineData("{kind: game24, examples: 65}", "64")]
    public void Workload_ImpossibleExamples_AreRejectedWithReason(string problem, string reason)
    {
        var read = WorkloadFile.Parse(
            $"endpoints: {{default: {{url: \"http://127.0.0.1:1\", model: m}}}}\ngroups:\n  - {{strategy: direct, problem: {problem}}}\n",
            "w.yaml",
            WorkloadInputs.Default
        );

        read.Workload.ShouldBeNull();
        string.Join('\n', read.Lines).ShouldContain(reason);
    }
}
