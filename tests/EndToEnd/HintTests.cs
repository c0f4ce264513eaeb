using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

public sealed class HintTests
{
    private const string Workload = """
        groups: [{strategy: cascade, problem: arithmetic}]
        load: {agents: 2, tasks: 2}
        node: {profile: instant}
        """;

    private const string Study = """
        tasks: 1
        seeds: 1
        problems: [arithmetic, game24]
        strategies: [{kind: cascade, depth: [2, 3]}]
        node: {profile: instant}
        """;

    [Theory]
    [InlineData(Workload, "validate")]
    [InlineData(Workload, "run")]
    [InlineData(Workload, "sweep", "--by", "agents", "--steps", "1", "--step-time", "100ms", "--step-warmup", "1ms")]
    [InlineData(Study, "study")]
    public async Task Command_WorkloadThatIsHardlyMeant_SaysSoOnceOnStderr(string file, params string[] arguments)
    {
        using var folder = new EmptyFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "w.yaml"), file, TestContext.Current.CancellationToken);

        var run = await AgentLoadProcess.RunAsync(folder.Path, [arguments[0], "w.yaml", .. arguments[1..]]);

        run.ShouldExit(0);
        run.Error.Split('\n').Count(line => line.StartsWith("warning: ", StringComparison.Ordinal)).ShouldBe(1, run.All);
        run.Error.ShouldContain("cascade chooses between a small and a large model");
        run.Output.ShouldNotContain("warning");
    }
}
