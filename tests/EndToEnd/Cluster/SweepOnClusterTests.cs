using System.Text.RegularExpressions;
using AgentLoad.Measurement.Sweeps;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.Cluster;

/// <summary>Series of runs on silos that a real Redis joins.</summary>
public sealed partial class SweepOnClusterTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task SweepAndStudy_OnACluster_RunTheirStepsThere()
    {
        await using var redis = await RedisServer.StartAsync();
        using var node = AgentLoadProcess.Start(_folder.Path, "node", "--port", "0", "--slots", "2");
        var url = UrlForm().Match(await node.LineAsync("http://")).Value;
        using var silo = AgentLoadProcess.Start(
            _folder.Path,
            "silo",
            "--redis",
            redis.Address,
            "--port",
            $"{FreePort.Next()}",
            "--gateway-port",
            $"{FreePort.Next()}"
        );
        await silo.LineAsync("is up on");
        string[] target = ["--cluster", redis.Url];

        var swept = await AgentLoadProcess.RunAsync(
            _folder.Path,
            [
                "sweep",
                .. target,
                "--url",
                url,
                "--model",
                "simulated:8b",
                "--strategy",
                "direct",
                "--by",
                "agents",
                "--steps",
                "1,8",
                "--step-time",
                "1s",
                "--step-warmup",
                "500ms",
                "--slo",
                "call.errors:rate:le:0.5",
            ]
        );
        swept.Output.ShouldContain("SIMULATED", Case.Sensitive, swept.All);
        var result = SweepJson.Read(File.ReadAllText(Path.Combine(_folder.OnlyRun, "sweep.json")));
        // A busy machine may fail the first step, which ends the sweep.
        result.Steps.Select(step => step.Level).ShouldBeSubsetOf([1, 8]);
        result.Steps[0].Level.ShouldBe(1);

        var study = _folder.Write(
            "study.yaml",
            $$$"""
            name: small
            problems: [game24]
            strategies: [direct, {kind: self-consistency, samples: [2, 4]}]
            models: {m: {url: "{{{url}}}", model: "simulated:8b"} }
            """
        );
        string[] Study(params string[] args) => ["study", study, "--tasks", "3", "--seeds", "1", .. args];
        var studied = await AgentLoadProcess.RunAsync(_folder.Path, Study(target));
        studied.ShouldExit(0);
        studied.Output.ShouldContain("SIMULATED");
        studied.Output.ShouldContain("self-consistency");

        // A sweep deletes its runs from the cluster after it has read their results.
        (await AgentLoadProcess.RunAsync(_folder.Path, ["cluster", .. target])).Output.ShouldNotContain("cell-");
        node.Signal(9);
        var dead = await AgentLoadProcess.RunAsync(
            _folder.Path,
            ["sweep", .. target, "--url", url, "--model", "simulated:8b", "--steps", "1"]
        );
        dead.ExitCode.ShouldBe(1, dead.All);
        dead.Error.ShouldContain("No server responds");
    }

    [Theory]
    [InlineData("sweep", "--steps", "1")]
    [InlineData("run", "--tasks", "1")]
    public async Task Cluster_ThatNobodyServes_IsSaidInOneLine(params string[] command)
    {
        var ended = await AgentLoadProcess.RunAsync(_folder.Path, [.. command, "--strategy", "direct", "--cluster", "redis://127.0.0.1:1"]);
        ended.ExitCode.ShouldBe(1, ended.All);
        ended.Error.ShouldContain("agentload: No Redis answers at redis://127.0.0.1:1.");
        Directory.Exists(Path.Combine(_folder.Path, "runs")).ShouldBeFalse();
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex(@"http://[\d.:]+")]
    private static partial Regex UrlForm();
}
