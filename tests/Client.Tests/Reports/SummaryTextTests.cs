using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Statistics;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace AgentLoad.Client.Tests.Reports;

public sealed class SummaryTextTests
{
    [Fact]
    public void Render_AtAnyWidth_StaysWithinIt()
    {
        for (var width = 1; width <= 160; width++)
        {
            Render(Summaries.Summary(), width).Split('\n').ShouldAllBe(line => line.Length <= width, $"width {width}");
        }
    }

    [Fact]
    public void Render_At80Columns_ShowsStrategiesWithTheirIntervals()
    {
        var text = Render(Summaries.Summary(), 80);

        text.ShouldContain("SIMULATED");
        text.ShouldContain("×77.4 (67.3–89.8)");
        text.ShouldContain("86% (60–96)");
        text.ShouldContain("× one call");
        text.ShouldContain("1,801 completed");
    }

    [Fact]
    public void Render_ScoresAndImages_AreShownOnlyIfMeasured()
    {
        var summary = Summaries.Summary();
        Render(summary, 80).ShouldNotContain("score");
        Render(summary, 80).ShouldNotContain("Images");

        var partly = summary.Strategies[^1] with { Solved = new WilsonInterval(0.5, 0.3, 0.7), Score = new MeanInterval(0.9, 0.85, 0.93) };
        var text = Render(
            summary with
            {
                Strategies = [partly],
                Calls = summary.Calls with { ImageTokens = summary.Calls.TtftSeconds! with { Mean = 500, Count = 60 } },
            },
            80
        );
        text.ShouldContain("0.90 (0.85–0.93)");
        text.ShouldContain("Images   500 prompt tokens per image");

        // A score equal to the solved rate is not shown.
        Render(summary with { Strategies = [partly with { Score = new MeanInterval(0.5, 0.3, 0.7) }] }, 80).ShouldNotContain("score");
    }

    [Fact]
    public void Render_WithoutATerminal_HasNoEscapeSequencesEvenForHostileNames()
    {
        var summary = Summaries.Summary();
        summary = summary with
        {
            Run = summary.Run with { Name = "evil \e[31mred\e]0;title\a [bold]x[/] \u009b2J" },
            Strategies = [Summaries.Row("\e[2Jtot[red]", 1, 1, 1, 2)],
            Invalid = ["the client was \e[5mslow"],
        };

        var text = Render(summary, 100);

        text.Where(c => char.IsControl(c) && c != '\n').ShouldBeEmpty();
        text.ShouldContain("evil red [bold]x[/]");
        text.ShouldContain("tot[red]");
        text.ShouldContain("INVALID: the client was slow");
    }

    [Fact]
    public void Render_OfAnEmptyRun_ShowsPlaceholders()
    {
        var full = Summaries.Summary();
        var text = Render(
            full with
            {
                Strategies = [],
                Slos = [],
                Client = null,
                Calls = new CallSummary
                {
                    Count = 0,
                    BaselineCount = 0,
                    ByOutcome = Summaries.Counts<Measurement.Records.CallOutcome>(),
                    ByProvenance = Summaries.Counts<Measurement.Records.TokenProvenance>(),
                },
                Throughput = new Throughput(null, null, null, null, null, null),
            },
            80
        );

        text.ShouldContain("none");
        text.ShouldContain("—");
    }

    private static string Render(RunSummary summary, int width)
    {
        var writer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        SummaryText.Render(summary, console);
        return writer.ToString();
    }
}
