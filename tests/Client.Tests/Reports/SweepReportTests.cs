using System.Text.RegularExpressions;
using AgentLoad.Client.Reports.Sweeps;
using AgentLoad.Testing.Reports;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Reports;

public sealed class SweepReportTests
{
    [Fact]
    public void Page_OfASweep_ShowsTheKneeItsSloTheBottleneckAndTheRuns()
    {
        var html = SweepReport.Page(Sweeps.Result("1+ 2+ 4-"), step => $"{step.Run}/report.html", script: null);

        Sections(html).ShouldBe(["verdict", "knee", "throughput", "bottleneck", "steps", "growth", "definitions"], ignoreOrder: false);
        html.ShouldContain("The knee is at 2 tasks/s; 4 no longer meet the SLO");
        html.ShouldContain(">SLO at most 5 s<");
        html.ShouldContain(">knee 2<");
        html.ShouldContain("bottleneck: queue");
        html.ShouldContain("<a href=\"step4/report.html\">step4</a>");
        html.ShouldContain("class=\"mark simulated\"");
        html.ShouldNotContain("NaN");
        html.ShouldNotContain("<script");
    }

    [Theory]
    [InlineData("", "No measurements")]
    [InlineData("1!", "No result for the server")]
    [InlineData("1-", "Not even 1 tasks/s meet the SLO")]
    public void Page_WithoutAKnee_StatesWhy(string steps, string headline) =>
        SweepReport.Page(Sweeps.Result(steps), _ => null, script: null).ShouldContain(headline);

    [Fact]
    public void Page_OfAnUnfinishedSweep_IsMarked() =>
        SweepReport
            .Page(Sweeps.Result("1+") with { Complete = false }, _ => null, script: null)
            .ShouldContain("<span class=\"mark degraded\">not finished</span>");

    [Fact]
    public void Page_OfHostileText_EscapesIt()
    {
        const string Hostile = "</script><img src=x onerror=alert(1)>\"'\u202E";
        var sweep = Sweeps.Result("1+ 2-");
        var html = SweepReport.Page(
            sweep with
            {
                Name = Hostile,
                Unit = Hostile,
                Notes = [Hostile],
                Slos = [Hostile],
                Steps = [.. sweep.Steps.Select(step => step with { Run = Hostile, Invalid = step.Met ? [] : [Hostile] })],
            },
            _ => Hostile,
            script: null
        );

        html.ShouldNotContain("<img");
        html.ShouldNotContain("\u202E");
    }

    [Fact]
    public void Knee_OfASweep_MarksFailedLevelsAndLeavesAGapAboveEveryValue()
    {
        var sweep = Sweeps.Result("1+ 2+ 4-");
        var plot = SweepPlots
            .Knee(
                sweep with
                {
                    Steps = [.. sweep.Steps.Select(step => step.Met ? step : step with { Slos = [step.Slos[0] with { Actual = null }] })],
                }
            )
            .ShouldHaveSingleItem();

        var points = plot.Series.ShouldHaveSingleItem().Points;
        points.Select(point => point.X).ShouldBe([1, 2, 4]);
        points.Select(point => point.IsHollow).ShouldBe([false, false, true]);
        points[^1].Y.ShouldBeNull();
        plot.References.Select(line => (line.IsVertical, line.Value)).ShouldBe([(false, 5), (true, 2)]);
    }

    [Fact]
    public void Document_OfASweep_ExportsWellFormedPlotsInsideTheirFrames()
    {
        var document = SweepReport.Document(Sweeps.Result("1+ 2+ 4- 16!"));

        document.Tables.Select(table => table.Id).ShouldBe(["slos", "steps", "growth"]);
        document.Plots.Select(plot => plot.Id).ShouldBe(["knee-task-latency-p95", "throughput", "bottleneck"]);
        foreach (var plot in document.Plots)
        {
            SvgImages.Check(plot.ToSvg(document.Note)).ShouldContain("simulated, no GPU");
        }

        document.Tables[1].Columns.Select(column => column.Name).ShouldContain("goodput_tasks_per_s");
    }

    private static IEnumerable<string> Sections(string html) =>
        Regex.Matches(html, "<section id=\"(\\w+)\"").Select(match => match.Groups[1].Value);
}
