using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Simulation.Tests.Answers;

/// <summary>A perfect model solves problems with long answers with default settings: no default limit truncates them.</summary>
public sealed class LongAnswerTests
{
    [Theory]
    [InlineData("code", "steps", 2, "react")]
    [InlineData("code", "steps", 8, "react")]
    [InlineData("code", "steps", 8, "reflexion")]
    [InlineData("code", "steps", 8, "chain-of-thought")]
    [InlineData("sorting", "length", 600, "chain-of-thought")]
    [InlineData("set-intersection", "length", 600, "direct")]
    [InlineData("hex", "size", 11, "chain-of-thought")]
    public async Task Defaults_LongAnswersOfAPerfectModel_AreSolved(string kind, string setting, int value, string strategy)
    {
        var tasks = await LiveRuns.RunAsync(ProblemCatalog.Find(kind)!.CreateWith((setting, (long)value)), 1, 12, strategy);

        tasks.ShouldAllBe(task => task.State == TaskState.Solved);
        tasks
            .SelectMany(task => task.Steps)
            .Where(step => step.Call is not null)
            .ShouldAllBe(step => step.Call!.Outcome == CallOutcome.Completed);
    }

    [Theory]
    [InlineData("arithmetic", "direct")]
    [InlineData("arithmetic", "react")]
    [InlineData("arithmetic", "plan-and-execute")]
    [InlineData("game24", "chain-of-thought")]
    [InlineData("multihop", "react")]
    [InlineData("blocksworld", "lats")]
    public async Task Examples_PerfectModel_AreNotMistakenForTheProblem(string kind, string strategy)
    {
        var tasks = await LiveRuns.RunAsync(ProblemCatalog.Find(kind)!.CreateWith((WorkedExamples.SettingName, 3L)), 1, 12, strategy);
        var without = await LiveRuns.RunAsync(ProblemCatalog.Find(kind)!.CreateWith(), 1, 12, strategy);

        tasks
            .Count(task => task.State == TaskState.Solved)
            .ShouldBeGreaterThanOrEqualTo(without.Count(task => task.State == TaskState.Solved) - 3);
        tasks.Count(task => task.State == TaskState.Solved).ShouldBeGreaterThanOrEqualTo(2);
    }
}
