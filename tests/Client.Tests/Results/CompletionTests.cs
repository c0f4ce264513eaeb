using AgentLoad.Client.Results;
using AgentLoad.Measurement.Runs;
using AgentLoad.Testing.Reports;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Results;

public sealed class CompletionTests
{
    [Fact]
    public async Task Complete_WritesOneDatabaseFileAndTheSummary()
    {
        using var temp = new TempFolder();
        var store = RunStore.Create(temp.Path, Cases.Facts(), "");
        var append = store.AppendAsync(Cases.Task(new Random(1), 1), CancellationToken.None);
        await store.CompleteAsync(Summaries.Summary());
        await append;

        Directory.GetFiles(store.Folder).Select(Path.GetFileName).Order().ShouldBe(["run.db", "summary.json", "workload.yaml"]);
        using var archive = RunStore.Open(Path.Combine(store.Folder, "run.db"));
        archive.IsCompleted.ShouldBeTrue();
        archive.Facts.DurationSeconds.ShouldBe(Summaries.Summary().Run.DurationSeconds);
        var expected = Summaries.Summary();
        RunSummaryJson
            .Write(archive.ReadSummary()!)
            .ShouldBe(RunSummaryJson.Write(expected with { Run = expected.Run with { Id = store.Facts.Id } }));
    }
}
