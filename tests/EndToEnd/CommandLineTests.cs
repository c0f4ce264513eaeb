using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>Help, bad input and starter workloads of the command.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Theory]
    [InlineData]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("init")]
    [InlineData("schema")]
    [InlineData("summary")]
    [InlineData("node")]
    public async Task Help_OfEveryCommand_IsThere(params string[] command)
    {
        var help = await AgentLoadProcess.RunAsync(_folder.Path, [.. command, "--help"]);

        help.ShouldExit(0);
        help.Error.ShouldBeEmpty();
        help.Output.ShouldContain("Usage:");
    }

    [Fact]
    public async Task Summary_WhereThereIsNoRun_SaysHowToMakeOne()
    {
        var shown = await AgentLoadProcess.RunAsync(_folder.Path, "summary");

        shown.ExitCode.ShouldBe(2);
        shown.Error.ShouldContain("agentload run");
    }

    [Theory]
    [InlineData(1, "No server", "run", "--url", "http://127.0.0.1:1", "--model", "x")]
    [InlineData(1, "/proc", "run", "--out", "/proc/nowhere", "--tasks", "1")]
    [InlineData(1, "No server", "models", "list", "--url", "http://host.invalid")]
    [InlineData(2, "nowhere", "summary", "nowhere")]
    [InlineData(2, "nowhere", "tree", "nowhere")]
    public async Task Command_ThatCannotBeDone_SaysWhyInOneLine(int exitCode, string says, params string[] args)
    {
        var run = await AgentLoadProcess.RunAsync(_folder.Path, args);

        run.ExitCode.ShouldBe(exitCode, run.All);
        run.Error.Trim().Split('\n')[^1].ShouldContain(says);
        run.All.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("--agents", "none")]
    [InlineData("--agents", "0")]
    [InlineData("--duration", "soon")]
    [InlineData("--strategy", "guessing")]
    [InlineData("--problem", "riddle")]
    [InlineData("--slo", "task.latncy:p95:le:3s")]
    [InlineData("--nonsense", "1")]
    [InlineData("--url", "not a url")]
    [InlineData("--set", "load.agnets=3")]
    public async Task Run_WithBadInput_SaysSoAndExits2(string option, string value)
    {
        var run = await AgentLoadProcess.RunAsync(_folder.Path, "run", option, value);

        run.ExitCode.ShouldBe(2, run.All);
        run.All.ShouldNotContain("   at ");
        Directory.Exists(Path.Combine(_folder.Path, "runs")).ShouldBeFalse();
    }

    [Fact]
    public async Task Validate_WorkloadWithManyErrors_SaysAllAtOnceWithTheirLines()
    {
        _folder.Write(
            "bad.yaml",
            """
            name: bad
            load:
              agents: minus
              tsks: 3
            groups:
              - name: a
                problem: game25
                strategy: {kind: tree-of-thoughts, breadth: 0}
            """
        );

        var run = await AgentLoadProcess.RunAsync(_folder.Path, "validate", "bad.yaml");

        run.ExitCode.ShouldBe(2, run.All);
        foreach (var line in new[] { "bad.yaml:3", "bad.yaml:4", "bad.yaml:7", "bad.yaml:8" })
        {
            run.Error.ShouldContain(line);
        }
    }

    [Fact]
    public async Task Init_ThenValidateThenRun_Works()
    {
        (await AgentLoadProcess.RunAsync(_folder.Path, "init", "mine.yaml")).ExitCode.ShouldBe(0);
        (await AgentLoadProcess.RunAsync(_folder.Path, "init", "mine.yaml")).ExitCode.ShouldBe(2);
        var validated = await AgentLoadProcess.RunAsync(_folder.Path, "validate", "mine.yaml");
        validated.ShouldExit(0);
        var run = await AgentLoadProcess.RunAsync(_folder.Path, "run", "mine.yaml", "--tasks", "5");
        run.ShouldExit(0);
    }

    public void Dispose() => _folder.Dispose();
}
