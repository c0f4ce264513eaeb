using System.Text.RegularExpressions;
using AgentLoad.Client.Commands;
using AgentLoad.Client.Commands.Compare;
using AgentLoad.Client.Commands.Reporting;
using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Tests.Results;
using AgentLoad.Testing.Reports;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Reports;

public sealed class StudyReportTests
{
    /// <summary>The settings of the command line are saved with the study: its file alone has another grid.</summary>
    [Fact]
    public void Study_Saved_IsReadWithTheSettingsOfItsCommand()
    {
        using var temp = new TempFolder();
        var folder = SavedStudies.Save(temp.Path, "tasks=3", "seeds=1");

        var study = SavedStudy.Read(folder);

        study.Results.Study.Settings.ShouldBe(["tasks=3", "seeds=1"]);
        (study.Units.Count, study.PlannedUnits, study.InvalidUnits).ShouldBe((10, 10, 0));
        study.Results.Cells.ShouldAllBe(cell => cell.Tasks == 3);
        ResultFolder.Of(folder).Kind.ShouldBe(ResultKind.Study);
    }

    [Fact]
    public async Task Report_OfAStudy_ShowsCostAmplificationLawsGridAndRunsInEveryFormat()
    {
        using var temp = new TempFolder();
        var folder = SavedStudies.Save(temp.Path, "tasks=3");
        var result = ResultFolder.Of(folder);

        var html = await File.ReadAllTextAsync(await WriteAsync(result, ReportFormat.Html), TestContext.Current.CancellationToken);

        Regex
            .Matches(html, "<section id=\"(\\w+)\"")
            .Select(match => match.Groups[1].Value)
            .ShouldBe(["verdict", "solved", "amplification", "laws", "grid", "cells", "file", "definitions"]);
        html.ShouldContain("solved rate against seconds");
        html.ShouldContain("Residuals of total_tokens");
        html.ShouldContain("Pareto front");
        html.ShouldContain("<b>Shaped</b>");
        html.ShouldNotContain("NaN");
        foreach (var unit in SavedStudy.Read(folder).Units)
        {
            html.ShouldContain($"href=\"{unit.Folder}/report.html\"");
        }

        (await File.ReadAllTextAsync(await WriteAsync(result, ReportFormat.Latex), TestContext.Current.CancellationToken)).ShouldContain(
            @"\caption{game24 $\cdot$ simulated: mean per task (simulated, no GPU)}"
        );
        (await File.ReadAllTextAsync(await WriteAsync(result, ReportFormat.Markdown), TestContext.Current.CancellationToken)).ShouldContain(
            "| law | cells | R² | largest residual | fit |"
        );
        Directory
            .GetFiles(await WriteAsync(result, ReportFormat.Csv))
            .Select(Path.GetFileName)
            .ShouldBe(["1-cells.csv", "2-cells.csv", "laws.csv"], ignoreOrder: true);
        var images = Directory.GetFiles(await WriteAsync(result, ReportFormat.Svg));
        images.Select(Path.GetFileName).ShouldContain("grid-tokens.svg");
        foreach (var image in images)
        {
            SvgImages.Check(await File.ReadAllTextAsync(image, TestContext.Current.CancellationToken)).ShouldContain("simulated, no GPU");
        }
    }

    [Fact]
    public async Task Compare_OfAStudyWithItself_FindsNoDifference_AndOfOtherKindsIsRefused()
    {
        using var temp = new TempFolder();
        var a = SavedStudy.Read(SavedStudies.Save(temp.Path, "tasks=3", "seeds=1"));
        var b = SavedStudy.Read(SavedStudies.Save(temp.Path, "tasks=3", "seeds=1", "name=again"));

        var comparison = StudyComparison.Of([a, b]);

        comparison.Reasons.ShouldBeEmpty();
        var tokens = comparison.Rows.Where(row => row.Metric == "task.total_tokens").ToArray();
        tokens.Length.ShouldBe(a.Results.Cells.Count);
        tokens.ShouldAllBe(row => row.Difference.Change == 0 && row.Difference.IsPaired && row.Verdict == "");
        ComparisonReport.Page(comparison, script: null).ShouldContain("solved rate against tokens");
        (await AgentLoadCommand.InvokeAsync(["compare", a.Folder, Path.Combine(a.Folder, a.Units[0].Folder)])).ShouldBe(ExitCode.BadInput);
    }

    private static Task<string> WriteAsync(ResultFolder result, string format) =>
        new ReportWriter(format, null, withRuns: false).WriteAsync(result, TestContext.Current.CancellationToken);
}
