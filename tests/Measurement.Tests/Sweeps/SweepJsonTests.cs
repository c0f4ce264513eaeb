using System.Text.Json;
using AgentLoad.Measurement.Sweeps;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Sweeps;

public sealed class SweepJsonTests
{
    private const string Version1 = """
        {
          "schemaVersion": 1,
          "name": "demo",
          "startedUtc": "2026-01-02T03:04:05+00:00",
          "complete": true,
          "endpoints": [ { "name": "default", "url": "http://gpu:11434", "api": "Ollama", "model": "m", "simulated": true } ],
          "seed": 3,
          "ladder": [],
          "precision": 0.1,
          "simulated": true,
          "unit": "tasks/s",
          "slos": [ "task.latency:p95:le:5s" ],
          "knee": 4,
          "firstFailed": 5,
          "clientFailed": 4.5,
          "gaveIn": "queue",
          "notes": [],
          "steps": [
            {
              "level": 5,
              "warmupSeconds": 10,
              "windowSeconds": 30,
              "met": false,
              "decided": true,
              "saturated": true,
              "failedTasks": 0.2,
              "failing": true,
              "tasksPerSecond": 4.1,
              "latencyP50Seconds": 3,
              "latencyP95Seconds": 6,
              "criticalPath": null,
              "errorRate": 0.1,
              "slos": [],
              "invalid": [],
              "run": "step-1",
              "kvCacheUse": 0.97
            }
          ]
        }
        """;

    [Fact]
    public void Read_Version1_ReturnsAllValues()
    {
        var result = SweepJson.Read(Version1);

        result.SchemaVersion.ShouldBe(SweepResult.CurrentSchemaVersion);
        (result.Knee, result.FirstFailed, result.ClientLimited, result.LimitingResource).ShouldBe((4, 5, 4.5, "queue"));
        var step = result.Steps.ShouldHaveSingleItem();
        (step.Conclusive, step.TooManyFailures, step.FailedTaskShare, step.KvCacheUsage).ShouldBe((true, true, 0.2, 0.97));
    }

    [Theory]
    [InlineData("client", BottleneckFinder.LoadGenerator)]
    [InlineData("network, or server time that it does not report", BottleneckFinder.Unreported)]
    [InlineData("KV cache", BottleneckFinder.KvCache)]
    public void Read_Version1_ConvertsTheLimitingResource(string old, string expected) =>
        SweepJson.Read(Version1.Replace("\"queue\"", $"\"{old}\"", StringComparison.Ordinal)).LimitingResource.ShouldBe(expected);

    [Fact]
    public void Write_UpgradedResult_UsesTheCurrentNames()
    {
        var json = SweepJson.Write(SweepJson.Read(Version1));

        json.ShouldContain("\"schemaVersion\": 3");
        json.ShouldContain("\"limitingResource\": \"queue\"");
        json.ShouldNotContain("gaveIn");
        json.ShouldNotContain("decided");
        SweepJson.Write(SweepJson.Read(json)).ShouldBe(json);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"schemaVersion": 1, "steps": null}""")]
    [InlineData("""{"schemaVersion": 4}""")]
    public void Read_InvalidOrNewerResult_Throws(string json) => Should.Throw<JsonException>(() => SweepJson.Read(json));
}
