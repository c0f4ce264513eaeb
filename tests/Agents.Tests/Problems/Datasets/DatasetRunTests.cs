using AgentLoad.Agents.Problems.Datasets;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Strategies.Search;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Problems.Datasets;

public sealed class DatasetRunTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    public static TheoryData<string> Strategies => [.. StrategyCatalog.All.Select(e => e.Name).Where(name => name != "self-play")];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Run_AnyStrategy_SolvesARowOfTheDataSet(string strategy)
    {
        var path = _folder.Write("tasks.jsonl", """{"question": "What are 6 times 7?", "answer": "#### 42"}""");
        var problem = new DatasetSource(new DatasetSettings(path)).Create(1);
        var client = new PumpedClient(
            (request, _) =>
                PumpedClient.Result(
                    request.Messages[^1].Content.Contains(ThoughtPrompts.JudgeMark, StringComparison.Ordinal)
                        ? "sure"
                        : "1. Multiply 6 by 7.\n2. State the result.\nThe score is 9 of 10.\n\nFinal Answer: 42"
                )
        );

        var task = client.Run(Tasks.Plan(client, problem, StrategyCatalog.Find(strategy)!.CreateWith()), new Random(1));

        task.Error.ShouldBeNull();
        task.State.ShouldBe(TaskState.Solved, task.Answer);
        client.Requests.ShouldAllBe(request => request.Messages.Count > 0);
        client.Requests[0].Messages[0].Content.ShouldContain("What are 6 times 7?");
    }

    [Fact]
    public void Run_ExamplesOfADataSet_ShowSolutionsOfOtherRows()
    {
        var rows = Enumerable
            .Range(1, 9)
            .Select(i => $$"""{"question": "Double {{i}}?", "answer": "{{i}} + {{i}} = {{2 * i}}\n#### {{2 * i}}"}""");
        var path = _folder.Write("tasks.jsonl", string.Join('\n', rows));
        var workload = Read($"{{kind: dataset, path: {path}, examples: 2}}", "direct").Workload.ShouldNotBeNull();

        var problem = AgentLoad.Agents.Problems.ProblemCatalog.SourceOf(workload.Groups[0].Problem)!.Draw(1, "", 0);

        var prompt = problem.ReasoningPrompt;
        prompt.Split("Double ").Length.ShouldBe(4);
        prompt.ShouldMatch(@"Double (\d)\?\n\1 \+ \1 = \d+\nAnswer: \d+");
        prompt.Split("The problem to solve now:")[0].ShouldNotContain(problem.Question);
    }

    [Theory]
    [InlineData("{kind: dataset, path: none.jsonl}", "direct", "does not exist")]
    [InlineData("dataset", "direct", "'path' is missing: the path of a file")]
    [InlineData("{kind: dataset, path: a.jsonl, verify: command}", "direct", "'verify: command' and 'command' require each other")]
    [InlineData("{kind: dataset, path: a.jsonl, verify: exakt}", "direct", "did you mean 'exact'")]
    [InlineData("{kind: dataset, path: a.jsonl}", "self-play", "self-play requires a two-player game")]
    [InlineData("{kind: dataset, path: a.jsonl, verify: regex}", "{driving: shaped}", "cannot be shaped")]
    [InlineData("{kind: dataset, path: a.jsonl, verify: regex, examples: 1}", "direct", "has no text of a correct answer")]
    public void Read_UnusableDataSet_SaysWhatToChange(string problem, string strategy, string message)
    {
        _folder.Write("a.jsonl", """{"question": "q", "answer": "1"}""");

        var result = Read(problem, strategy == "{driving: shaped}" ? "direct, driving: shaped" : strategy);

        result.Lines.ShouldContain(line => line.Contains(message, StringComparison.Ordinal), string.Join('\n', result.Lines));
    }

    [Fact]
    public void Read_DataSet_SavesAnAbsolutePathAndWarnsOfRepeats()
    {
        var path = _folder.Write("a.jsonl", """{"question": "q", "answer": "1"}""");

        var workload = Read("{kind: dataset, path: a.jsonl}", "direct").Workload.ShouldNotBeNull();

        workload.Groups[0].Problem.Values["path"].ShouldBe(path);
        var saved = WorkloadFile.Parse(WorkloadWriter.Write(workload, WorkloadInputs.Default), "saved", WorkloadInputs.Default);
        saved.Lines.ShouldBeEmpty();
        saved.Workload!.Groups[0].Problem.Values["path"].ShouldBe(path);
        WorkloadHints.Of(workload).ShouldContain(hint => hint.StartsWith("groups[0].problem: 1 different problems for about 200 tasks"));
    }

    private WorkloadResult Read(string problem, string strategy) =>
        WorkloadFile.Parse(
            $"groups: [{{problem: {problem}, strategy: {strategy}}}]",
            "w.yaml",
            WorkloadInputs.Default with
            {
                Folder = _folder.Path,
            }
        );
}
