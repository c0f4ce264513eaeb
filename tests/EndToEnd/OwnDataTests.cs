using AgentLoad.Measurement.Runs;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>A data file of the user as load.</summary>
public sealed class OwnDataTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_ExampleWithADataFile_AsksEveryQuestionOfEachGroupOnce()
    {
        var run = await AgentLoadProcess.RunAsync(
            _folder.Path,
            "run",
            Path.Combine(Checkout.Root, "examples", "own-data", "workload.yaml")
        );

        run.ShouldExit(0);
        var summary = RunSummaryJson.Read(await File.ReadAllTextAsync(Path.Combine(_folder.OnlyRun, "summary.json")))!;
        summary.Tasks.Ended.ShouldBe(16);
        summary.Strategies.Select(s => s.Group).Order().ShouldBe(["direct", "voting"]);
    }

    [Fact]
    public async Task Run_DataFileWithABadRow_NamesTheLine()
    {
        _folder.Write("tasks.jsonl", "{\"question\": \"2+2?\", \"answer\": \"4\"}\n{\"question\": \"\"}\n");

        var run = await AgentLoadProcess.RunAsync(_folder.Path, "run", "--problem", "tasks.jsonl", "--strategy", "cot");

        run.ShouldExit(2);
        run.All.ShouldContain("tasks.jsonl: 1 row cannot be used: line 2 has an empty question");
    }
}
