using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using Shouldly;
using Xunit;
using static AgentLoad.Measurement.Tests.Runs.TestRuns;

namespace AgentLoad.Measurement.Tests.Runs;

public sealed class GoodputTests
{
    [Fact]
    public void Summarize_Goodput_CountsSuccessfulWorkWithinTheClauses()
    {
        var inputs = new SummaryInputs { Slos = [SloClause.Parse("task.latency:p95:le:2s"), SloClause.Parse("call.ttft:p99:le:1s")] };
        var call = RandomTasks.Tokens(1, 1);
        TaskRecord[] tasks =
        [
            RandomTasks.Task(1, RandomTasks.Step(1, 0, 0, 1, call with { Ttft = 0.5 })),
            RandomTasks.Task(2, RandomTasks.Step(1, 0, 0, 3, call with { Ttft = 2 })),
            RandomTasks.Task(3, RandomTasks.Step(1, 0, 0, 1, call)) with
            {
                State = TaskState.Unsolved,
            },
            RandomTasks.Task(4, RandomTasks.Step(1, 0, 0, 1, call with { Ttft = 0.1, Outcome = CallOutcome.ConnectionLost })) with
            {
                State = TaskState.Failed,
            },
        ];
        var goodput = RunSummarizer.Summarize(Facts(4), tasks, inputs).Goodput;
        goodput.ShouldBe(new Goodput(1, 1, 36, 0.01));
    }
}
