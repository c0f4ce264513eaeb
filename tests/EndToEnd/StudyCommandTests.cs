using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

public sealed class StudyCommandTests
{
    private const int Kill = 9;

    public static TheoryData<string> Examples =>
        [.. Directory.GetFiles(Path.Combine(Checkout.Root, "examples", "studies"), "*.yaml").Select(file => Path.GetFileName(file)!)];

    [Fact]
    public async Task Study_Killed_GoesOnWhereItWas()
    {
        using var folder = new EmptyFolder();
        var file = Path.Combine(folder.Path, "s.yaml");
        await File.WriteAllTextAsync(
            file,
            """
            name: killed
            tasks: 3
            seeds: 4
            driving: shaped
            problems: [game24]
            strategies: [chain-of-thought, {kind: self-consistency, samples: [2, 3]}]
            node: {profile: instant}
            """,
            TestContext.Current.CancellationToken
        );
        using (var first = AgentLoadProcess.Start(folder.Path, "study", file))
        {
            await first.LineAsync("3/16  ");
            first.Signal(Kill);
            await first.EndAsync();
        }

        var second = await AgentLoadProcess.RunAsync(folder.Path, "study", file);

        second.ShouldExit(0);
        second.Error.ShouldContain("Resuming killed");
        second.Error.ShouldNotContain("1/16  c", Case.Sensitive);
        second.Output.ShouldContain("SIMULATED · killed: 4 cells, 48 tasks");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_WithSmallSettings_RunsOnASimulatedNode(string example)
    {
        using var folder = new EmptyFolder();
        var run = await AgentLoadProcess.RunAsync(
            folder.Path,
            "study",
            Path.Combine(Checkout.Root, "examples", "studies", example),
            "--tasks",
            "2",
            "--seeds",
            "1",
            "--set",
            "models={simulated: {node: {profile: instant, contextLength: 131072}}}"
        );

        run.ShouldExit(0);
        run.Output.ShouldContain("SIMULATED");
        Directory.GetFiles(Path.Combine(folder.Path, "studies"), "results.csv", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }
}
