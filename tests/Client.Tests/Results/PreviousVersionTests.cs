using AgentLoad.Client.Commands;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Results;
using AgentLoad.Testing;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace AgentLoad.Client.Tests.Results;

/// <summary>Result folders written by version 0.1.0, with schema 4 and sweep.json 1, can still be opened.</summary>
public sealed class PreviousVersionTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public PreviousVersionTests()
    {
        foreach (var name in new[] { "run", "sweep" })
        {
            var target = Directory.CreateDirectory(Path.Combine(_temp.Path, name)).FullName;
            foreach (var file in Directory.GetFiles(Checkout.PathOf($"tests/Client.Tests/Results/PreviousVersion/{name}")))
            {
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
            }
        }
    }

    private string Run => Path.Combine(_temp.Path, "run");

    private string Sweep => Path.Combine(_temp.Path, "sweep");

    [Theory]
    [InlineData("summary")]
    [InlineData("report")]
    [InlineData("report", "--format", "csv")]
    [InlineData("report", "--format", "trace-event")]
    public async Task Command_OnAnOldRun_Succeeds(params string[] args) =>
        (await AgentLoadCommand.InvokeAsync([.. args, Run])).ShouldBe(ExitCode.Success);

    [Fact]
    public async Task Compare_OfOldRuns_Succeeds() =>
        (await AgentLoadCommand.InvokeAsync(["compare", Run, Run])).ShouldBe(ExitCode.Success);

    [Fact]
    public async Task Summary_OfAnOldSweep_Succeeds() =>
        (await AgentLoadCommand.InvokeAsync(["summary", Sweep])).ShouldBe(ExitCode.Success);

    [Fact]
    public void Read_OfAnOldRun_ReturnsItsTasksAndSummary()
    {
        using var archive = RunStore.Open(Run);
        var summary = archive.ReadSummary().ShouldNotBeNull();

        archive.IsCompleted.ShouldBeTrue();
        archive.ReadTasks(CancellationToken.None).Count().ShouldBe(14);
        archive.ReadServerSamples().ShouldNotBeEmpty();
        archive.ReadSnapshots().ShouldNotBeEmpty();
        summary.Tasks.Ended.ShouldBe(14);
        summary.Strategies.Count.ShouldBe(3);
        summary.Servers.ShouldNotBeNull().Sources.ShouldNotBeEmpty();
        summary.Client.ShouldNotBeNull().Cores.ShouldBe(2);
        summary.Slos.ShouldHaveSingleItem().Met.ShouldBeTrue();
    }

    [Fact]
    public void Read_OfAnOldSweep_ReturnsKneeAndBottleneck()
    {
        var sweep = SweepFolder.Read(Sweep).ShouldNotBeNull();
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });

        SweepText.Render(sweep, console, SweepFolder.FilePath(Sweep));

        sweep.Knee.ShouldBe(1);
        sweep.FirstFailed.ShouldBe(40);
        writer.ToString().ShouldContain("Bottleneck: prefill");
    }

    public void Dispose() => _temp.Dispose();
}
