using AgentLoad.Measurement.Sweeps;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>The sweep command as a process: exit status and files. The verdicts are covered by the tests of SweepRunner.</summary>
public sealed class SweepTests : IDisposable
{
    private static readonly string[] Options =
    [
        "--strategy",
        "direct",
        "--by",
        "agents",
        "--steps",
        "1,2",
        "--step-time",
        "5s",
        "--step-warmup",
        "200ms",
        // Tasks of milliseconds end within the step time on any machine.
        "--set",
        "node.profile=instant",
    ];

    private readonly EmptyFolder _folder = new();

    [Theory]
    [InlineData("silo")]
    [InlineData("process")]
    public async Task Sweep_Ladder_SavesARunPerStep(string host)
    {
        var swept = await AgentLoadProcess.RunAsync(_folder.Path, ["sweep", .. Options, "--host", host]);

        // 98: the machine was too busy to measure a step.
        swept.ExitCode.ShouldBeOneOf([0, 98], swept.All);
        swept.Output.ShouldContain("SIMULATED · quickstart: ");
        var result = Result();
        result.Complete.ShouldBeTrue();
        result.Steps.Select(step => step.Level).ShouldBe([1, 2]);
        result.Endpoints.ShouldHaveSingleItem().Simulated.ShouldBeTrue();
        foreach (var step in result.Steps)
        {
            File.Exists(Path.Combine(_folder.OnlyRun, step.Run, "run.db")).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Sweep_Killed_KeepsTheCompletedSteps()
    {
        using var process = AgentLoadProcess.Start(_folder.Path, ["sweep", .. Options]);
        await process.LineAsync("Step 2");
        process.Signal(9);
        await process.EndAsync();

        var result = Result();
        (result.Complete, result.Steps.Count).ShouldBe((false, 1));
        var shown = await AgentLoadProcess.RunAsync(_folder.Path, "summary");
        shown.ShouldExit(0);
        shown.Output.ShouldContain("not finished; so far ");
    }

    public void Dispose() => _folder.Dispose();

    private SweepResult Result() => SweepJson.Read(File.ReadAllText(Path.Combine(_folder.OnlyRun, "sweep.json")));
}
