using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Tasks;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Tasks;

public sealed class TaskGraphMarkTests
{
    [Fact]
    public void Mark_RandomGraphs_MarksAnswerPathAndCriticalPath()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var steps = RandomTasks.Create(random).Steps;
            var answer = steps.Where(_ => random.Next(4) == 0).Select(step => step.Id).ToArray();
            var marked = TaskGraph.Mark(steps, answer);
            marked.Select(step => step.Id).ShouldBe(steps.Select(step => step.Id));
            foreach (var step in marked)
            {
                step.OnAnswerPath.ShouldBe(Reaches(steps, step.Id, answer), $"seed {seed}, step {step.Id}");
            }

            var path = new TaskGraph(steps).CriticalPath().Select(step => step.Id);
            marked.Where(step => step.OnCriticalPath).Select(step => step.Id).ShouldBe(path);
        }
    }

    [Fact]
    public void Mark_NoAnswer_MarksNoAnswerPath() =>
        TaskGraph.Mark(RandomTasks.Create(new Random(1)).Steps, []).ShouldAllBe(step => !step.OnAnswerPath);

    [Fact]
    public void Mark_EdgesToMissingSteps_AreIgnored()
    {
        var marked = TaskGraph.Mark([RandomTasks.Step(7, 0, 0, 1, after: [3, 9])], [7, 8]);
        marked
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(step => step.OnAnswerPath.ShouldBeTrue(), step => step.OnCriticalPath.ShouldBeTrue());
    }

    private static bool Reaches(IReadOnlyList<StepRecord> steps, int id, int[] answer) =>
        answer.Contains(id) || steps.Any(step => step.Uses.Contains(id) && Reaches(steps, step.Id, answer));
}
