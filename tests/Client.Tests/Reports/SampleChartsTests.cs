using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Sections;
using AgentLoad.Client.Results;
using AgentLoad.Client.Tests.Results;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Servers;
using AgentLoad.Testing.Reports;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Reports;

public sealed class SampleChartsTests
{
    private const string Workload = """
        name: short
        groups: [{problem: game24, strategy: direct}]
        load: {agents: 1, tasks: 40}
        slo: [task.latency:p95:le:1ms, task.latency:max:le:1h]
        """;

    /// <summary>One sample per second on intervals of 250 ms has gaps between all values, which draws nothing.</summary>
    [Fact]
    public async Task Servers_OfAShortRun_HaveAValueInEveryInterval()
    {
        using var temp = new TempFolder();
        var data = await ReadAsync(temp.Path, seconds: 20, at => at + (at % 2 * 0.2), _ => true);

        var charts = SampleCharts.Servers(data);

        charts.Select(chart => chart.Id).ShouldBe(["server-queue", "server-cache"]);
        foreach (var line in charts.SelectMany(chart => chart.Lines))
        {
            line.Values.Skip(1).SkipLast(1).ShouldAllBe(value => value != null);
        }

        charts[0].Lines[0].Values.OfType<double>().ShouldAllBe(running => running == 6, "two servers with three requests each");
    }

    [Fact]
    public async Task Servers_WithoutSamplesForSomeSeconds_HaveAGap()
    {
        using var temp = new TempFolder();
        var data = await ReadAsync(temp.Path, seconds: 30, at => at, at => at is < 10 or > 20);

        var running = SampleCharts.Servers(data)[0].Lines[0].Values;

        running[5].ShouldNotBeNull();
        running[16].ShouldBeNull();
        running[25].ShouldNotBeNull();
    }

    [Fact]
    public async Task Rate_OfAnOpenLoop_ShowsRequestedAndStarted()
    {
        using var temp = new TempFolder();
        var data = await ReadAsync(temp.Path, seconds: 20, at => at, _ => true);

        var chart = SampleCharts.Rate(data).ShouldNotBeNull();

        chart.Lines.Select(line => line.Name).ShouldBe(["requested", "started"]);
        chart.Lines[0].Values.OfType<double>().ShouldAllBe(rate => rate == 5);
        chart.Lines[1].Values.OfType<double>().ShouldAllBe(rate => rate == 4);
    }

    [Fact]
    public async Task Summary_OfARunWithoutEnd_JudgesTheSlosOfItsWorkload()
    {
        using var temp = new TempFolder();
        var data = await ReadAsync(temp.Path, seconds: 20, at => at, _ => true);

        data.IsCompleted.ShouldBeFalse();
        data.Summary.Slos.Select(slo => (slo.Clause, slo.Met))
            .ShouldBe([("task.latency:p95:le:1ms", false), ("task.latency:max:le:1h", true)]);
        VerdictSection.Write(data).ToString().ShouldContain("Not finished: 1 of 2 SLOs missed so far");
    }

    private static async Task<ReportData> ReadAsync(string folder, int seconds, Func<int, double> timeOf, Func<int, bool> isSampled)
    {
        await using var store = RunStore.Create(
            folder,
            Cases.Facts() with
            {
                OpenLoop = true,
            },
            Workload,
            new RunStoreOptions { CommitInterval = TimeSpan.Zero }
        );
        for (var at = 0; at <= seconds; at++)
        {
            await store.AppendAsync(Task(at), CancellationToken.None);
            await store.AppendSnapshotAsync(
                Cases.Snapshot(at) with
                {
                    RequestedPerSecond = 5,
                    StartedPerSecond = 4,
                },
                CancellationToken.None
            );
            foreach (var source in isSampled(at) ? ["http://a", "http://b"] : Array.Empty<string>())
            {
                await store.AppendServerSampleAsync(
                    new ServerSample
                    {
                        AtSeconds = timeOf(at),
                        Source = source,
                        Endpoint = "default",
                        Software = "vLLM",
                        Running = 3,
                        KvCacheUsage = 0.5,
                    },
                    CancellationToken.None
                );
            }
        }

        using var archive = RunStore.Open(store.Folder);
        return ReportData.Read(archive, CancellationToken.None);
    }

    private static TaskRecord Task(int id) =>
        new()
        {
            Id = id,
            Agent = 0,
            Group = "direct",
            Problem = "game24",
            ProblemId = $"game24/{id}",
            Strategy = "direct",
            HasVerifier = true,
            IntendedStart = id,
            Start = id,
            End = id + 0.5,
            State = TaskState.Solved,
            Steps = [],
        };
}
