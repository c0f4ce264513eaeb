using System.Text.RegularExpressions;
using AgentLoad.Client.Live;
using AgentLoad.Client.Live.Terminal;
using AgentLoad.Testing.Reports;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace AgentLoad.Client.Tests.Live;

public sealed partial class LiveViewTests
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    [Theory]
    [InlineData("tree-of-thoughts")]
    [InlineData(Frames.Hostile)]
    public void SimpleView_AtAnySize_StaysWithinItAndRestoresTheCursor(string text)
    {
        for (var size = 0; size < 150; size += 1 + (size / 12))
        {
            var writer = new StringWriter();
            using (var view = new SimpleView(writer, () => size, () => size, _error))
            {
                view.Show(Frames.At(0, text));
                view.Show(Frames.At(2, text));
            }

            var last = writer.ToString().Split("\e[J")[^1];
            last.ShouldEndWith("\e[?25h");
            last.Replace("\e[?25h", "").Split("\r\n").ShouldAllBe(line => DisplayWidth.Of(line) <= Math.Max(0, size - 1));
        }
    }

    [Theory]
    [InlineData("tree-of-thoughts", true)]
    [InlineData("tree-of-thoughts", false)]
    [InlineData(Frames.Hostile, true)]
    public void Dashboard_AtAnySize_StaysWithinItAndRestoresTheScreen(string text, bool useColors)
    {
        for (var size = 0; size < 180; size += 1 + (size / 12))
        {
            foreach (var height in new[] { 1, 3, 10, 24, size })
            {
                var writer = new StringWriter();
                using (var view = new DashboardView(writer, () => size, () => height, _error, useColors))
                {
                    view.Show(Frames.At(0, text));
                    view.WriteMessage("message");
                    view.Show(Frames.At(2, text));
                }

                var drawn = writer.ToString();
                drawn.ShouldStartWith("\e[?1049h");
                drawn.ShouldEndWith("\e[?7h\e[?25h\e[?1049l");
                var lines = Control().Replace(drawn.Split("\e[H")[^1], "").Split("\r\n");
                lines.Length.ShouldBeLessThanOrEqualTo(Math.Max(1, height));
                lines.ShouldAllBe(line => DisplayWidth.Of(line) <= size && !line.Any(char.IsControl));
                drawn.Contains("\e[31m").ShouldBeFalse();
                Color().IsMatch(drawn).ShouldBe(useColors && size > 0);
            }
        }
    }

    [Fact]
    public void Dashboard_OnATypicalTerminal_ShowsAllSections()
    {
        using var view = new DashboardView(_out, () => 140, () => 40, _error, useColors: false);

        view.Show(Frames.At(30));

        foreach (
            var expected in new[]
            {
                "SIMULATED",
                "DEGRADED",
                "5/10 tasks",
                "0:30, about 0:30 left",
                "2 active  1 in calls, 1 between steps",
                "2/s started of 3/s requested, 2 behind",
                "timed out",
                "3 × timed out: tree-of-thoughts",
                "LOST      silo-2 at 0:12: 500 agents, 12 tasks restarted, 30 calls lost",
                "one call · game24 *",
                "task 17",
                "1 running",
                "█",
                "token/",
            }
        )
        {
            _out.ToString().ShouldContain(expected);
        }
    }

    [Fact]
    public void Dashboard_MessagesDuringTheRun_AreShownAndWrittenToStderrAtTheEnd()
    {
        using (var view = new DashboardView(_out, () => 100, () => 30, _error, useColors: true))
        {
            view.Show(Frames.At(1));
            view.WriteMessage("Stopping: no new tasks.");
            _out.ToString().Split("\e[H")[^1].ShouldContain("Stopping: no new tasks.");
            _error.ToString().ShouldBeEmpty();
        }

        _error.ToString().Trim().ShouldBe("Stopping: no new tasks.");
    }

    [Fact]
    public void SimpleView_MessagesDuringTheRun_AreWrittenAboveTheLines()
    {
        using var view = new SimpleView(_out, () => 100, () => 30, _error);

        view.Show(Frames.At(1));
        view.WriteMessage("message");

        _error.ToString().Trim().ShouldBe("message");
        Regex.Count(_out.ToString(), "SIMULATED").ShouldBe(2);
    }

    [Theory]
    [InlineData("dashboard")]
    [InlineData("simple")]
    [InlineData("none")]
    public void View_WithoutATerminal_WritesLogLines(string mode)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_out) });

        using (var view = LiveView.Create(console, Enum.Parse<UiMode>(mode, ignoreCase: true)))
        {
            for (var tenths = 0; tenths <= 110; tenths++)
            {
                view.Show(Frames.At(tenths / 10.0));
            }
        }

        _out.ToString().ShouldNotContain("\e");
        _out.ToString().Trim().Split(Environment.NewLine).Length.ShouldBe(3);
        _out.ToString().ShouldStartWith("simulated · 0:00");
        _out.ToString().ShouldContain("2 of 3 tasks/s started");
    }

    [Fact]
    public void History_OfALongRun_StaysBoundedAndKeepsTheFirstSnapshot()
    {
        var history = Enumerable.Range(0, 20_000).Aggregate(LiveHistory.Empty, (past, i) => past.With(Frames.Snapshot(i)));

        history.Points.Count.ShouldBeInRange(300, 600);
        history.Points[0].ElapsedSeconds.ShouldBe(0);
        history.Points[^1].ElapsedSeconds.ShouldBeGreaterThan(19_900);
        history.Points.Select(point => point.ElapsedSeconds).ShouldBeInOrder();
    }

    [GeneratedRegex("\e\\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Control();

    [GeneratedRegex("\e\\[[0-9;]+m")]
    private static partial Regex Color();
}
