using System.Text.Json;
using AgentLoad.Client.Results;
using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Records;
using AgentLoad.Testing.Reports;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Results;

public sealed class RunStoreTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Records_WrittenAndReadBack_AreEqual()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            using var temp = new TempFolder();
            var random = new Random(seed);
            var tasks = Enumerable.Range(0, random.Next(1, 60)).Select(i => Cases.Task(random, i / 2, 1 + (i % 2))).ToArray();
            await using var store = RunStore.Create(temp.Path, Cases.Facts(), "seed: 1\n");
            await Task.WhenAll(tasks.OrderBy(_ => random.Next()).Select(task => store.AppendAsync(task, None)));

            var back = await ReadAllAsync(store.Folder);

            back.Select(Json).ShouldBe(tasks.Select(WithoutGaps).Select(Json), $"seed {seed}");
        }
    }

    [Fact]
    public async Task ChunkGaps_OfManyBatches_AddUpByStrategy()
    {
        using var temp = new TempFolder();
        var random = new Random(7);
        var tasks = Enumerable.Range(0, 200).Select(i => Cases.Task(random, i)).ToArray();
        await using var store = RunStore.Create(
            temp.Path,
            Cases.Facts() with
            {
                WindowStartSeconds = 0.2,
                WindowEndSeconds = 0.7,
            },
            "",
            new RunStoreOptions { CommitInterval = TimeSpan.Zero, Capacity = 8 }
        );
        foreach (var chunk in tasks.Chunk(50))
        {
            await Task.WhenAll(chunk.Select(task => store.AppendAsync(task, None)));
        }

        using var archive = RunStore.Open(store.Folder);
        var gaps = archive.ReadChunkGaps();

        var calls = tasks.SelectMany(task => task.Steps.Where(step => step.Call?.ChunkGaps.Length > 0), (task, step) => (task, step));
        foreach (
            var group in calls.GroupBy(call => new ChunkGapKey(
                call.task.Strategy,
                call.task.IsBaseline,
                call.step.End >= 0.2 && call.step.End <= 0.7
            ))
        )
        {
            var expected = new LogLinearHistogram();
            foreach (var gap in group.SelectMany(call => call.step.Call!.ChunkGaps))
            {
                expected.Record(gap);
            }

            gaps[group.Key].Buckets.ShouldBe(expected.Buckets);
        }
    }

    [Fact]
    public async Task Attempt_AppendedTwice_KeepsTheFirstRecord()
    {
        using var temp = new TempFolder();
        var (first, second) = (Cases.Task(new Random(1), 5), Cases.Task(new Random(2), 5));
        await using var store = RunStore.Create(temp.Path, Cases.Facts(), "");
        await store.AppendAsync(first, None);
        await store.AppendAsync(second, None);

        Json((await ReadAllAsync(store.Folder)).ShouldHaveSingleItem()).ShouldBe(Json(WithoutGaps(first)));
    }

    [Fact]
    public async Task Crash_DuringARun_KeepsEveryAcknowledgedTask()
    {
        using var temp = new TempFolder();
        using var crashed = new TempFolder();
        var random = new Random(3);
        var tasks = Enumerable.Range(0, 500).Select(i => Cases.Task(random, i)).ToArray();
        await using var store = RunStore.Create(temp.Path, Cases.Facts(), "");
        await Task.WhenAll(tasks.Select(task => store.AppendAsync(task, None)));

        // Simulates a killed process: copies the files while the writer still has them open.
        foreach (var file in Directory.GetFiles(store.Folder).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            Copy(file, Path.Combine(crashed.Path, Path.GetFileName(file)));
        }

        File.Exists(Path.Combine(crashed.Path, "run.db-wal")).ShouldBeTrue();
        (await ReadAllAsync(crashed.Path)).Select(Json).ShouldBe(tasks.Select(WithoutGaps).Select(Json));
        using var archive = RunStore.Open(crashed.Path);
        archive.IsCompleted.ShouldBeFalse();
        archive.ReadSummary().ShouldBeNull();
        archive.Facts.Seed.ShouldBe(42);
    }

    [Fact]
    public async Task Snapshots_Appended_AreReadInOrder()
    {
        using var temp = new TempFolder();
        await using var store = RunStore.Create(temp.Path, Cases.Facts(), "");
        foreach (var at in new[] { 1.5, 0.5, 2.5, 2.5 })
        {
            await store.AppendSnapshotAsync(Cases.Snapshot(at), None);
        }

        using var archive = RunStore.Open(store.Folder);

        archive.ReadSnapshots().Select(snapshot => snapshot.ElapsedSeconds).ShouldBe([0.5, 1.5, 2.5]);
        archive.ReadSnapshots()[0].ByOutcome[CallOutcome.TimedOut].ShouldBe((long)CallOutcome.TimedOut);
    }

    [Fact]
    public async Task Folder_ThatExists_GetsTheNextNumber()
    {
        using var temp = new TempFolder();
        var names = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            await using var store = RunStore.Create(temp.Path, Cases.Facts("a b/c"), "x: 1\n");
            names.Add(Path.GetFileName(store.Folder));
            store.Facts.Id.ShouldBe(names[^1]);
            File.ReadAllText(Path.Combine(store.Folder, "workload.yaml")).ShouldBe("x: 1\n");
        }

        names.ShouldBe(["20260304T050607Z-a-b-c", "20260304T050607Z-a-b-c-2", "20260304T050607Z-a-b-c-3"]);
    }

    private static async Task<List<TaskRecord>> ReadAllAsync(string folder)
    {
        using var archive = RunStore.Open(folder);
        var tasks = new List<TaskRecord>();
        foreach (var task in archive.ReadTasks(None))
        {
            tasks.Add(task);
        }

        return tasks;
    }

    private static TaskRecord WithoutGaps(TaskRecord task) =>
        task with
        {
            Steps = [.. task.Steps.Select(step => step with { Call = step.Call is { } call ? call with { ChunkGaps = [] } : null })],
        };

    private static string Json(TaskRecord task) => JsonSerializer.Serialize(task);

    private static void Copy(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = File.Create(to);
        source.CopyTo(target);
    }
}
