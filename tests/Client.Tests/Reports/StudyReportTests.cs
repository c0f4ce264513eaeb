using System.Text.RegularExpressions;
using AgentLoad.Client.Commands;
using AgentLoad.Client.Commands.Compare;
using AgentLoad.Client.Commands.Reporting;
using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Tests.Results;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Reports;

public sealed class StudyReportTests
{
    private const string Grid = """
        name: grid
        seeds: 2
        tasks: 9
        agents: 4
        driving: shaped
        problems: [game24, sorting]
        strategies:
          - {kind: self-consistency, samples: [1, 2, 4]}
          - chain-of-thought
        node: {profile: instant}
        prices: {simulated: {prompt: 1, completion: 2}}
        """;

    /// <summary>The settings of the command line are saved with the study: its file alone has another grid.</summary>
    [Fact]
    public void Study_Saved_IsReadWithTheSettingsOfItsCommand()
    {
        using var temp = new TempFolder();
        var folder = Save(temp.Path, "tasks=3", "seeds=1");

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
        var folder = Save(temp.Path, "tasks=3");
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
        var a = SavedStudy.Read(Save(temp.Path, "tasks=3", "seeds=1"));
        var b = SavedStudy.Read(Save(temp.Path, "tasks=3", "seeds=1", "name=again"));

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

    /// <summary>Saves the tasks of a study that agents did not do: more samples cost more and solve more.</summary>
    private static string Save(string folder, params string[] settings)
    {
        var study = StudyFile.Parse(Grid, "s.yaml", settings);
        var path = Path.Combine(folder, study.Name);
        using var store = StudyStore.Open(path, study);
        foreach (var unit in study.Units())
        {
            var run = $"runs/{unit.Position}";
            Directory.CreateDirectory(Path.Combine(path, run));
            File.WriteAllText(Path.Combine(path, run, "report.html"), "");
            store.Save(unit, run, simulated: true, valid: true, DateTimeOffset.UnixEpoch, Tasks(unit));
        }

        return path;
    }

    private static IEnumerable<StudyTask> Tasks(StudyUnit unit)
    {
        var samples = unit.Cell.Swept.Where(swept => swept.Key == "samples").Select(swept => int.Parse(swept.Value)).FirstOrDefault(1);
        for (var id = 0; id < unit.Cell.Workload.Load.Tasks; id++)
        {
            yield return new StudyTask
            {
                TaskId = id,
                CellId = unit.Cell.Id,
                Seed = unit.Seed,
                ProblemId = $"{unit.Cell.ProblemText}/{id}",
                State = id < samples ? TaskState.Solved : TaskState.Unsolved,
                Calls = samples,
                PromptTokens = 80 * samples,
                CompletionTokens = 20 * samples,
                TotalTokens = (100 * samples) + (10 * id),
                LatencySeconds = 1 + (0.1 * samples) + (0.01 * id),
                CriticalPathSeconds = 1,
                Parallelism = samples,
                StartSeconds = id,
                CallSeconds = samples,
            };
        }
    }
}
