using AgentLoad.Client.Commands;
using AgentLoad.Client.Commands.Compare;
using AgentLoad.Measurement.Comparisons;
using AgentLoad.Measurement.Records;
using AgentLoad.Testing.Reports;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace AgentLoad.Client.Tests.Commands.Compare;

public sealed class CompareTests
{
    private const string Hostile = "<script>alert(1)</script>\u001b]0;x\u0007\u202e\"'&";

    [Fact]
    public void Compare_KnownShift_IsDetectedAndFailsTheClause()
    {
        RunSample[] runs = [Run(1, 1, "direct"), Run(2, 1.2, "direct")];
        var comparison = RunComparison.Of(runs, []);

        var row = comparison.Rows.Single(row => row is { Metric: "task.latency", Statistic: "mean" });
        row.Difference.Change.ShouldBe(0.2, 0.1);
        row.Verdict.ShouldBe("worse");
        FailClause.Parse("task.latency:mean:worse:5%").Evaluate(runs).Failed.ShouldBeTrue();
        FailClause.Parse("task.latency:mean:worse:50%").Evaluate(runs).Failed.ShouldBeFalse();
        FailClause.Parse("task.latency:mean:worse:5%").Evaluate([runs[1], runs[0]]).Failed.ShouldBeFalse();
        FailClause.Parse("task.errors:rate:worse:1%").Evaluate(runs).Failed.ShouldBeFalse();
        FailClause.Parse("call.ttft:p50:worse:1%").Evaluate(runs).Failed.ShouldBeTrue("neither run has it");
    }

    [Theory]
    [InlineData("task.latency:p95:worse")]
    [InlineData("task.latancy:p95:worse:5%")]
    [InlineData("task.latency:rate:worse:5%")]
    [InlineData("task.solved:p95:worse:5%")]
    [InlineData("task.latency:p95:better:5%")]
    [InlineData("task.latency:p95:worse:-5%")]
    [InlineData("task.latency:p95:worse:NaN")]
    public void FailClause_Invalid_IsRejected(string clause) =>
        Should.Throw<UserErrorException>(() => FailClause.Parse(clause)).ExitCode.ShouldBe(ExitCode.BadInput);

    [Fact]
    public void Render_HostileNames_AreEscapedInPageAndTerminal()
    {
        var comparison = RunComparison.Of([Run(1, 1, Hostile), Run(2, 1.1, Hostile)], [Hostile]);
        using var writer = new StringWriter();
        ComparisonText.Render(
            comparison,
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No })
        );

        writer.ToString().ShouldAllBe(c => c == '\n' || c == '\r' || !char.IsControl(c));
        var page = ComparisonReport.Page(comparison, script: null);
        page.ShouldNotContain("<script");
        page.ShouldNotContain('\u001b');
        page.ShouldContain("&lt;script&gt;");
        page.ShouldContain("Content-Security-Policy");
    }

    private static RunSample Run(int seed, double shift, string strategy)
    {
        var random = new Random(seed);
        var facts = Cases.Facts() with { Seed = seed };
        return RunSample.Of(
            facts,
            Enumerable
                .Range(0, 300)
                .Select(id => new TaskRecord
                {
                    Id = id,
                    Agent = 0,
                    Group = strategy,
                    Strategy = strategy,
                    Problem = "p",
                    ProblemId = $"p/{random.Next()}",
                    IntendedStart = 0,
                    Start = 0,
                    End = shift * (1 + random.NextDouble()),
                    State = TaskState.Solved,
                    Steps = [],
                }),
            RunComparison.MetricsFor([FailClause.Parse("call.ttft:p50:worse:1%")])
        );
    }
}
