using AgentLoad.Client.Results;
using AgentLoad.Testing.Reports;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Results;

public sealed class RunStoreFailureTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task DiskFull_DuringARun_FailsAllAppendsAndKeepsAcknowledgedRecords()
    {
        using var temp = new TempFolder();
        var random = new Random(1);
        await using var store = RunStore.Create(
            temp.Path,
            Cases.Facts(),
            "",
            new RunStoreOptions
            {
                MaxBytes = 1_000_000,
                CommitInterval = TimeSpan.Zero,
                Capacity = 16,
            }
        );
        var acknowledged = new HashSet<long>();
        var appends = Enumerable
            .Range(0, 3000)
            .Select(async id =>
            {
                await store.AppendAsync(Cases.Task(random, id), None);
                lock (acknowledged)
                {
                    acknowledged.Add(id);
                }
            })
            .ToArray();

        var failure = await Should.ThrowAsync<RunStoreException>(Task.WhenAll(appends));

        failure.Message.ShouldContain("No space left");
        store.Failure.ShouldBe(failure);
        await Should.ThrowAsync<RunStoreException>(() => store.AppendAsync(Cases.Task(random, 9999), None));
        await Should.ThrowAsync<RunStoreException>(() => store.CompleteAsync(Summaries.Summary()));
        acknowledged.Count.ShouldBeInRange(1, 2999);
        using var archive = RunStore.Open(store.Folder);
        var saved = new HashSet<long>();
        foreach (var task in archive.ReadTasks(None))
        {
            saved.Add(task.Id);
        }

        saved.ShouldBe(acknowledged, ignoreOrder: true);
    }

    [Fact]
    public void Create_InAnInvalidFolder_ReportsOneError()
    {
        using var temp = new TempFolder();
        var file = Path.Combine(temp.Path, "file");
        File.WriteAllText(file, "in the way");

        var failure = Should.Throw<RunStoreException>(() => RunStore.Create(file, Cases.Facts(), ""));

        failure.Message.ShouldContain("cannot be written");
        failure.Message.ShouldNotContain("\n");
        failure.Remedy.ShouldContain("--out");
    }

    [Theory]
    [InlineData(null, "contains no run.db")]
    [InlineData("", "empty or not a run database")]
    [InlineData(
        "this is plain text, padded to the size of a database header ...........................................",
        "damaged or not a database"
    )]
    public void Open_OfNoRun_ReportsTheReason(string? content, string expected)
    {
        using var temp = new TempFolder();
        if (content is not null)
        {
            File.WriteAllText(Path.Combine(temp.Path, "run.db"), content);
        }

        Should.Throw<RunStoreException>(() => RunStore.Open(temp.Path)).Message.ShouldContain(expected);
    }

    [Fact]
    public void Open_OfAMissingFolder_ReportsIt() =>
        Should.Throw<RunStoreException>(() => RunStore.Open("/nowhere/at/all")).Message.ShouldContain("does not exist");

    [Fact]
    public async Task Read_OfADamagedFile_ReportsOneError()
    {
        using var temp = new TempFolder();
        var random = new Random(1);
        var store = RunStore.Create(temp.Path, Cases.Facts(), "");
        await Task.WhenAll(Enumerable.Range(0, 500).Select(id => store.AppendAsync(Cases.Task(random, id), None)));
        await store.CompleteAsync(Summaries.Summary());
        using (var file = File.OpenWrite(Path.Combine(store.Folder, "run.db")))
        {
            file.Position = 100_000;
            file.Write(new byte[200_000]);
        }

        await Should.ThrowAsync<RunStoreException>(async () =>
        {
            using var archive = RunStore.Open(store.Folder);
            foreach (var _ in archive.ReadTasks(None)) { }
        });
    }

    [Fact]
    public async Task Append_AfterDispose_Fails()
    {
        using var temp = new TempFolder();
        var store = RunStore.Create(temp.Path, Cases.Facts(), "");
        await store.DisposeAsync();

        await Should.ThrowAsync<RunStoreException>(() => store.AppendAsync(Cases.Task(new Random(1), 1), None));
    }
}
