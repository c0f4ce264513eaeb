using System.Text.RegularExpressions;
using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html;
using AgentLoad.Client.Results;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using AgentLoad.Testing.Reports;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Reports;

public sealed class HtmlReportTests
{
    private const string Hostile =
        "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'& \u001b[31mred\u001b]0;title\u0007 \u202Eevil \uD800 \0 ]]>";

    [Fact]
    public async Task Report_OfARun_ContainsAllSectionsInOrder()
    {
        var html = await PageAsync(await Saved(tasks: 200));

        string[] parts =
        [
            "verdict",
            "strategies",
            "latency",
            "load",
            "tasks",
            "tokens",
            "waste",
            "failures",
            "servers",
            "client",
            "workload",
            "definitions",
        ];
        var found = Regex.Matches(html, "<section id=\"(\\w+)\"").Select(match => match.Groups[1].Value);
        found.ShouldBe(parts);
        html.ShouldContain("1 of 2 SLOs missed");
        html.ShouldContain("Critical path", Case.Insensitive);
        html.ShouldNotContain("NaN");
    }

    [Fact]
    public async Task Report_OfASimulatedInvalidRun_ShowsBadgesNextToAllMetrics()
    {
        var html = await PageAsync(await Saved(tasks: 100, invalid: "The client used 99 % of its processor."));

        html.ShouldContain("do not rely on these metrics");
        html.ShouldContain("The client used 99 % of its processor.");
        Regex.Count(html, "class=\"mark invalid\"").ShouldBeGreaterThan(6);
        Regex.Count(html, "class=\"mark simulated\"").ShouldBeGreaterThan(6);
    }

    [Fact]
    public async Task Report_OfADegradedRun_MarksTheHostLossOnEveryTimeChart()
    {
        using var folder = new Results.TempFolder();
        var html = await PageAsync(await GeneratedRun.SaveAsync(folder.Path, 200, losses: new HostLoss(12.25, "silo-2", 1500, 12, 30)));

        html.ShouldContain(
            "Host silo-2 was lost 12.3 s into the run: 1,500 agents were moved to other hosts, 12 tasks restarted, 30 calls lost."
        );
        Regex.Count(html, "class=\"mark degraded\"").ShouldBeGreaterThan(6);
        Regex.Count(html, "<g class=\"loss\">").ShouldBe(8);
    }

    [Fact]
    public async Task Report_OfHostileText_EscapesItsMarkup()
    {
        var html = await PageAsync(await Saved(tasks: 60, text: Hostile));

        html.ShouldNotContain("<script>alert");
        html.ShouldNotContain("<img");
        html.ShouldContain("&lt;img src=x");
        html.Any(c => (char.IsControl(c) && c is not ('\n' or '\t')) || c is '\u202E' || char.IsSurrogate(c)).ShouldBeFalse();
        Regex.Count(html, "<script").ShouldBe(Regex.IsMatch(html, "class=\"static\"") ? 0 : 2);
    }

    [Fact]
    public async Task Report_WithoutScript_DrawsStaticCharts()
    {
        using var archive = RunStore.Open(await Saved(tasks: 100));
        var html = HtmlReport.Write(ReportData.Read(archive, CancellationToken.None), script: null);

        html.ShouldContain("Built without interactive charts");
        html.ShouldContain("script-src &#39;none&#39;");
        html.ShouldNotContain("<script");
        Regex.Count(html, "<path class=\"line").ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData(0, "No task was saved")]
    [InlineData(50, "The run was interrupted")]
    public async Task Report_OfAnInterruptedRun_ListsMissingParts(int tasks, string expected)
    {
        var html = await PageAsync(await Saved(tasks, isCompleted: false));

        html.ShouldContain(expected);
        html.ShouldContain("The run was interrupted");
        html.ShouldEndWith("</html>\n");
    }

    [Fact]
    public async Task Report_OfADamagedRun_ChartsTheReadableTasks()
    {
        var folder = await Saved(tasks: 3000);
        await using (var file = File.OpenWrite(Path.Combine(folder, "run.db")))
        {
            file.Position = file.Length / 2;
            file.Write(new byte[file.Length / 3]);
        }

        using var archive = RunStore.Open(folder);
        var data = ReportData.Read(archive, CancellationToken.None);

        data.Missing.ShouldNotBeEmpty();
        HtmlReport.Write(data).ShouldContain("damaged or not a database");
    }

    [Fact]
    public async Task Report_OfManyCalls_HasABoundedSize()
    {
        var small = await PageAsync(await Saved(tasks: 600));
        var large = await PageAsync(await Saved(tasks: 6000));

        large.Length.ShouldBeLessThan(4_000_000);
        large.Length.ShouldBeLessThan(small.Length * 2);
    }

    [Fact]
    public async Task Report_OfTaskLatency_DrawsTheBoundOfItsSloOverTimeAndAsDistribution()
    {
        var html = await PageAsync(await Saved(tasks: 200));

        Regex.Count(html, ">SLO p95 at most 1 ms<").ShouldBe(2);
        html.ShouldContain("data-series=\"task-latency\"");
        html.ShouldContain("{\"name\":\"SLO p95 at most 1 ms\",\"y\":0.001}");
    }

    [Fact]
    public async Task Report_OfAVeryLongTask_StatesTheNumberOfShownSteps()
    {
        var html = await PageAsync(await Saved(tasks: 60, steps: 5000));

        html.ShouldContain("of 5000 steps are shown");
        html.Length.ShouldBeLessThan(10_000_000);
    }

    [Fact]
    public void Glossary_ContainsAllMetricsOutcomesAndStates()
    {
        SloMetric.All.Select(metric => metric.Name).ShouldBeSubsetOf(Glossary.All.Keys);
        Enum.GetNames<CallOutcome>().ShouldBeSubsetOf(Glossary.All.Keys);
        Enum.GetNames<TaskState>().ShouldBeSubsetOf(Glossary.All.Keys);
    }

    [Fact]
    public void Escape_OfRandomText_LeavesNoMarkupCharacters()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var text = new string([.. Enumerable.Range(0, 40).Select(_ => (char)random.Next(random.Next(2) == 0 ? 128 : 65536))]);
            var markup = Markup.Of($"{text}").ToString();

            markup.IndexOfAny(['<', '>', '"', '\'', '\u001b', '\0']).ShouldBe(-1);
            new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(markup).ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    [Fact]
    public void Scale_OfRandomValues_HasOrderedTicksInRange()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var values = Enumerable.Range(0, 5).Select(_ => Math.Pow(10, (random.NextDouble() * 12) - 6)).ToArray();
            foreach (var scale in new[] { Scale.LogAround(values), Scale.FromZero(values.Max()), Scale.Between(0, values.Max()) })
            {
                var places = scale.Ticks(5).Select(scale.At).ToList();
                places.Count.ShouldBeInRange(1, 40);
                places.ShouldBe(places.Order());
                values.ShouldAllBe(value => scale.At(value) >= 0 && scale.At(value) <= 1);
            }
        }
    }

    private static async Task<string> Saved(
        int tasks,
        int steps = 21,
        string text = "plain",
        bool isCompleted = true,
        string? invalid = null
    )
    {
        var temp = Directory.CreateTempSubdirectory("agentload-report-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(temp, recursive: true);
        return await GeneratedRun.SaveAsync(temp, tasks, steps, text, isCompleted, invalid);
    }

    private static Task<string> PageAsync(string folder)
    {
        using var archive = RunStore.Open(folder);
        return Task.FromResult(HtmlReport.Write(ReportData.Read(archive, CancellationToken.None)));
    }
}
