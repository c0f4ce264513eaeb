using System.Diagnostics;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.Cluster;

/// <summary>An agent of the user's own and the models of a server, as a user meets them.</summary>
public sealed class OwnAgentTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Theory]
    [InlineData("sk")]
    [InlineData("maf")]
    [InlineData("chat-client")]
    public async Task Init_Agent_BuildsAndRunsBesideReAct(string framework)
    {
        var init = await AgentLoadProcess.RunAsync(_folder.Path, "init", "--agent", "my-agent", "--framework", framework);
        init.ExitCode.ShouldBe(0, init.All);
        using var build = Process.Start(
            new ProcessStartInfo("dotnet", ["build", "-c", "Release", "my-agent", "-nologo", "-v", "q", "-nodeReuse:false"])
            {
                WorkingDirectory = _folder.Path,
                RedirectStandardOutput = true,
            }
        )!;
        var said = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        build.ExitCode.ShouldBe(0, said);

        var run = await AgentLoadProcess.RunAsync(_folder.Path, "run", "my-agent/workload.yaml", "--tasks", "10");

        run.Output.ShouldContain("mine: Agent", Case.Sensitive, run.All);
        var summary = RunSummaryJson.Read(File.ReadAllText(Path.Combine(_folder.OnlyRun, "summary.json")));
        summary.Calls.ByOutcome.Where(o => !o.Key.IsGood()).Sum(o => o.Value).ShouldBe(0);
        summary.Tasks.ByState.GetValueOrDefault(TaskState.Solved).ShouldBeGreaterThan(2);
        (await AgentLoadProcess.RunAsync(_folder.Path, "init", "--agent", "my-agent")).Error.ShouldContain("not an empty folder");
    }

    [Fact]
    public async Task Models_OfANode_ArePulledListedLoadedAndUnloaded()
    {
        using var node = AgentLoadProcess.Start(_folder.Path, "node", "--port", "0");
        var url = (await node.LineAsync("http://")).Split(' ', ';').Single(word => word.StartsWith("http://", StringComparison.Ordinal));

        (await ModelsAsync("list")).Output.ShouldContain("SIMULATED");
        (await ModelsAsync("pull", "llama3.2:3b")).Output.ShouldContain("100% of 2.0 GB");
        (await ModelsAsync("load", "llama3.2:3b", "--context", "4096")).ExitCode.ShouldBe(0);
        (await ModelsAsync("ps")).Output.ShouldContain("4096");
        (await ModelsAsync("unload", "llama3.2:3b")).ExitCode.ShouldBe(0);
        (await ModelsAsync("ps")).Output.ShouldContain("No model is loaded.");
        (await ModelsAsync("show", "llama3.2:3b")).Output.ShouldContain("3.21B");
        var unknown = await ModelsAsync("pull", "nope");
        unknown.ExitCode.ShouldBe(1);
        unknown.Error.ShouldContain("pull model manifest: file does not exist");

        Task<Finished> ModelsAsync(params string[] args) => AgentLoadProcess.RunAsync(_folder.Path, ["models", .. args, "--url", url]);
    }

    public void Dispose() => _folder.Dispose();
}
