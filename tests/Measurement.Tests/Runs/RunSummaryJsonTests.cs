using System.Text.Json;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Servers;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Runs;

public sealed class RunSummaryJsonTests
{
    private const string Version1 = """
        {
          "schemaVersion": 1,
          "run": {
            "name": "demo",
            "id": "1",
            "workload": "demo",
            "startedUtc": "2026-01-02T03:04:05+00:00",
            "simulated": true,
            "endpoints": [ { "name": "default", "url": "http://gpu:8000", "api": "OpenAI", "model": "m", "simulated": true } ],
            "seed": 7,
            "agents": 10,
            "openLoop": false,
            "plannedTasks": 1,
            "notStarted": 0,
            "durationSeconds": 100,
            "windowStartSeconds": 0,
            "windowEndSeconds": 100,
            "losses": [ { "atSeconds": 5, "host": "a", "agents": 2, "restartedTasks": 1, "lostCalls": null } ]
          },
          "valid": true,
          "invalid": [],
          "degraded": [],
          "tasks": { "planned": 1, "ended": 1, "inWindow": 1, "byState": { "Solved": 1 } },
          "strategies": [],
          "calls": { "count": 1, "baselineCount": 0, "byOutcome": { "Completed": 1 }, "byProvenance": { "Server": 1 } },
          "throughput": {
            "tasksPerHour": 36,
            "callsPerSecond": 0.01,
            "promptTokensPerSecond": 1,
            "cachedTokensPerSecond": null,
            "completionTokensPerSecond": 1,
            "tokensPerDay": 100
          },
          "goodput": { "tasks": 1, "calls": 1, "tasksPerHour": 36, "callsPerSecond": 0.01 },
          "totals": { "tasks": 1, "calls": 1 },
          "baselineTotals": { "tasks": 0 },
          "client": { "cpuShare": 0.5, "cores": 2, "callsHeldBack": 3, "mostCalls": 150 },
          "servers": {
            "sources": [
              {
                "endpoint": "default",
                "source": "http://gpu:8000/metrics",
                "software": "vLLM",
                "simulated": true,
                "scrapes": 10,
                "failed": 1,
                "kvCacheUse": { "mean": 0.25, "max": 0.5 },
                "gpuUse": { "mean": 0.75, "max": 1 },
                "troubles": [ "1 of 10 times, first 3.0 s into the run: could not be reached." ]
              }
            ],
            "joules": 100,
            "kvCacheUseMax": 0.5
          },
          "slos": [
            { "clause": "call.ttft:p99:le:1s", "actual": 0.5, "bound": 1, "met": true, "samples": 1, "certified": false, "within": 1 }
          ],
          "slosMet": true
        }
        """;

    [Fact]
    public void Read_Version1_ReturnsAllValues()
    {
        var summary = RunSummaryJson.Read(Version1);

        summary.SchemaVersion.ShouldBe(RunSummary.CurrentSchemaVersion);
        (summary.Client!.QueuedCalls, summary.Client.MaxConcurrentCalls, summary.Client.CpuShare).ShouldBe((3, 150, 0.5));
        var source = summary.Servers!.Sources.ShouldHaveSingleItem();
        source.KvCacheUsage.ShouldBe(new GaugeStatistics(0.25, 0.5));
        (source.GpuUtilization!.Mean, summary.Servers.KvCacheUsageMax).ShouldBe((0.75, 0.5));
        source.Warnings.ShouldHaveSingleItem().ShouldContain("could not be reached");
        summary.Calls.ByOutcome[CallOutcome.Completed].ShouldBe(1);
        summary.Slos.ShouldHaveSingleItem().Within.ShouldBe(1);
        (summary.Tasks.Window.Began, summary.Tasks.Window.Ended, summary.Tasks.Window.CutOff).ShouldBe((1, 1, 0));
        summary.Degraded.ShouldHaveSingleItem().ShouldContain("only the tasks that ended in the measured window");
    }

    [Fact]
    public void Write_UpgradedSummary_UsesTheCurrentNames()
    {
        var json = RunSummaryJson.Write(RunSummaryJson.Read(Version1));

        json.ShouldContain("\"schemaVersion\": 3");
        json.ShouldContain("\"queuedCalls\": 3");
        json.ShouldNotContain("callsHeldBack");
        json.ShouldNotContain("troubles");
        RunSummaryJson.Write(RunSummaryJson.Read(json)).ShouldBe(json);
    }

    [Fact]
    public void Read_NewerSchemaVersion_Throws()
    {
        var json = RunSummaryJson
            .Write(RunSummarizer.Summarize(TestRuns.Facts(0), []))
            .Replace("\"schemaVersion\": 3", "\"schemaVersion\": 4");
        Should.Throw<JsonException>(() => RunSummaryJson.Read(json)).Message.ShouldContain("schema version 4");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    public void Read_InvalidSummary_Throws(string json) => Should.Throw<JsonException>(() => RunSummaryJson.Read(json));
}
