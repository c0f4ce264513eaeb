using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Sessions;

public sealed class ScoreTests
{
    private static readonly Problem Sorting = ProblemCatalog.Find("sorting")!.CreateWith().Create(1);

    [Fact]
    public void Score_PartlyCorrectAnswer_IsTheProblemsPartialScore()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var wrong = Sorting.ShapedAnswer(false, new Random(seed));

            var task = Run(Sorting, PumpedClient.Saying(AnswerText.Write(wrong)));

            task.State.ShouldBe(TaskState.Unsolved);
            task.Score.ShouldBe(Sorting.Score(wrong));
            task.Score!.Value.ShouldBeInRange(0.0001, 0.9999);
        }
    }

    [Fact]
    public void Score_RightAnswer_IsOne() =>
        Run(Sorting, PumpedClient.Saying(AnswerText.Write(Sorting.ShapedAnswer(true, new Random(1))))).Score.ShouldBe(1);

    [Fact]
    public void Score_NoAnswer_IsZeroIfTheTaskCompletedOrSpentItsBudget()
    {
        Run(Sorting, PumpedClient.Saying("I do not know.")).Score.ShouldBe(0);

        var client = PumpedClient.Saying("");
        var plan = Tasks.Plan(client, Sorting, StrategyCatalog.Find("self-refine")!.CreateWith()) with
        {
            Budget = new BudgetSettings { Calls = 1 },
        };
        var spent = client.Run(plan);
        (spent.State, spent.Score).ShouldBe((TaskState.OutOfBudget, 0));
    }

    [Fact]
    public void Score_NoVerifierOrFailedCalls_IsMissing()
    {
        Run(ProblemCatalog.Find("open")!.CreateWith().Create(1), PumpedClient.Saying("A fine story.")).Score.ShouldBeNull();

        var failed = Run(Sorting, new PumpedClient((_, _) => PumpedClient.Result("") with { Outcome = CallOutcome.ServerError }));
        (failed.State, failed.Score).ShouldBe((TaskState.Failed, null));
    }

    private static TaskRecord Run(Problem problem, PumpedClient client) =>
        client.Run(Tasks.Plan(client, problem, StrategyCatalog.Find("direct")!.CreateWith()));
}
