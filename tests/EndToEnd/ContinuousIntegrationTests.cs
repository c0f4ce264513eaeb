using System.Xml.Linq;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>The commands and exit statuses of the guide to continuous integration.</summary>
public sealed class ContinuousIntegrationTests : IDisposable
{
    private const string Workload = """
        seed: 3
        groups: [{problem: arithmetic, strategy: direct}]
        load: {agents: 4, tasks: 20}
        """;

    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Recipe_RunsAndCompares_ExitsAsTheGuideSaysAndWritesTestCases()
    {
        _folder.Write("workload.yaml", Workload);

        (await RunAsync("run", "workload.yaml", "--quiet", "--out", "baseline")).ShouldExit(0);
        var good = await RunAsync([.. Command("agentload run").Replace("p95:le:2s", "p95:le:60s", StringComparison.Ordinal).Split(' ')]);
        good.ShouldExit(0);
        Cases("results/slo.xml").ShouldBe([("the run is valid", true), ("task.latency:p95:le:30s", true), ("call.ttft:p95:le:60s", true)]);

        var slow = await RunAsync("run", "workload.yaml", "--slo", "task.latency:p95:le:1ms", "--junit", "slow.xml");
        slow.ShouldExit(99);
        Cases("slow.xml").ShouldBe([("the run is valid", true), ("task.latency:p95:le:1ms", false)]);

        var compare = Command("agentload compare")
            .Replace("compare baseline", $"compare {Only("baseline")}", StringComparison.Ordinal)
            .Replace("results/RUN", Only("results"), StringComparison.Ordinal)
            .Replace("worse:10%", "worse:100000%", StringComparison.Ordinal);
        var compared = await RunAsync(compare.Split(' '));
        compared.ShouldExit(0);
        Cases("results/compare.xml").ShouldBe([("task.latency:p95:worse:100000%", true)]);

        var sweep = Command("agentload sweep")
            .Replace("--steps 8", "--steps 2 --step-time 2s --step-warmup 200ms", StringComparison.Ordinal);
        var swept = await RunAsync(sweep.Split(' '));
        swept.ShouldExit(0);
        swept.Error.ShouldContain("warning: the bound of task.latency:p95:le:30s is longer than --step-time");
        // A busy machine may make the load generator the bottleneck.
        var verdicts = Cases("results/sweep.xml");
        verdicts[0].ShouldBe(("a load level meets the SLO", true));
        verdicts[1].Item1.ShouldBe("the load generator is not the bottleneck");
        verdicts.Length.ShouldBe(2);

        (await RunAsync("run", "workload.yaml", "--slo", "latency")).ShouldExit(2);
        (await RunAsync("run", "--url", "http://127.0.0.1:1", "--model", "m", "--tasks", "1")).ShouldExit(1);
    }

    private static string Command(string start) =>
        File.ReadAllLines(Checkout.PathOf("docs/guide/ci.md")).Single(line => line.StartsWith(start, StringComparison.Ordinal))[
            "agentload ".Length..
        ];

    private string Only(string folder) => Directory.GetDirectories(Path.Combine(_folder.Path, folder)).ShouldHaveSingleItem();

    private (string, bool)[] Cases(string file) =>
        [
            .. XDocument
                .Load(Path.Combine(_folder.Path, file))
                .Descendants("testcase")
                .Select(test => ((string)test.Attribute("name")!, test.Element("failure") is null)),
        ];

    private Task<Finished> RunAsync(params string[] args) => AgentLoadProcess.RunAsync(_folder.Path, args);
}
