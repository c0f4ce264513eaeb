using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.Observability;

/// <summary>A collector gets metrics, traces and logs.</summary>
public sealed class OtlpTests : IDisposable
{
    // As the wire has it: the attribute's name, then its value.
    private const string KeptAsSlow = "agentload.kept\x12\x06\n\x04slow";
    private const string KeptAsFailed = "agentload.kept\x12\x08\n\x06" + "failed";

    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Collector_OfARunWithFailures_GetsMetricsTracesAndLogs()
    {
        using var collector = new Collector();

        var run = await AgentLoadProcess.RunAsync(
            _folder.Path,
            "run",
            "--agents",
            "10",
            "--tasks",
            "30",
            "--otlp",
            collector.Url,
            "--trace-share",
            "0",
            "--set",
            "node.profile=instant",
            "--set",
            "node.faults=[error=0.2]"
        );

        run.All.ShouldContain("Saved in");
        var received = await collector.StopAsync();
        received.Keys.ShouldBe(["/v1/metrics", "/v1/traces", "/v1/logs"], ignoreOrder: true);
        foreach (
            var name in new[]
            {
                "gen_ai.client.operation.duration",
                "gen_ai.client.token.usage",
                "gen_ai.invoke_agent.duration",
                "agentload.run.tasks",
            }
        )
        {
            received["/v1/metrics"].ShouldContain(name);
        }

        // Of tasks that were neither slow nor failed, none was asked for.
        var traces = received["/v1/traces"];
        traces.ShouldContain("invoke_agent ");
        traces.ShouldContain("chat simulated:8b");
        traces.ShouldContain(KeptAsFailed);
        received["/v1/logs"].ShouldContain("ended as Failed");
    }

    [Fact]
    public async Task Collector_OfARunOnAFaultyNode_GetsTheSlowAndFailedTasksAndFewOthers()
    {
        using var collector = new Collector();

        _folder.Write(
            "faulty.yaml",
            """
            baseline: 0%
            node: {profile: instant, faults: ["slow=0.02:1", error=0.05]}
            groups:
              - {name: direct, problem: arithmetic, strategy: direct}
            load: {agents: 10, tasks: 400}
            """
        );

        var run = await AgentLoadProcess.RunAsync(_folder.Path, "run", "faulty.yaml", "--otlp", collector.Url, "--trace-share", "0");

        var traces = (await collector.StopAsync())["/v1/traces"];
        var (slow, failed) = (traces.Split(KeptAsSlow).Length - 1, traces.Split(KeptAsFailed).Length - 1);
        var summary = Measurement.Runs.RunSummaryJson.Read(File.ReadAllText(Path.Combine(_folder.OnlyRun, "summary.json")));
        failed.ShouldBe((int)summary.Tasks.ByState[Measurement.Records.TaskState.Failed], run.All);
        failed.ShouldBeInRange(5, 60);
        slow.ShouldBeInRange(1, 60);
        (traces.Split("invoke_agent direct").Length - 1).ShouldBe(slow + failed);
    }

    [Fact]
    public async Task Collector_ThatIsAway_ChangesNothing()
    {
        var run = await AgentLoadProcess.RunAsync(
            _folder.Path,
            "run",
            "--agents",
            "5",
            "--tasks",
            "5",
            "--otlp",
            "http://127.0.0.1:1",
            "--set",
            "node.profile=instant"
        );

        run.ShouldExit(0);
        run.Error.ShouldNotContain("xception");
    }

    public void Dispose() => _folder.Dispose();
}
