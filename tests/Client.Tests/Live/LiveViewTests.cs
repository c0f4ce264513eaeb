using AgentLoad.Client.Live;
using AgentLoad.Client.Tests.Store;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Live;

public sealed class LiveViewTests
{
    [Fact]
    public void TerminalView_AtAnySize_StaysWithinItAndRestoresTheCursor()
    {
        for (var width = 0; width < 150; width++)
        {
            var writer = new StringWriter();
            using (var view = new TerminalView(writer, () => width, () => width, simulated: true))
            {
                view.Show(Cases.Snapshot(0));
                view.Show(Cases.Snapshot(2));
            }

            var last = writer.ToString().Split("\e[J")[^1];
            last.ShouldEndWith("\e[?25h");
            last.Replace("\e[?25h", "").Split("\r\n").ShouldAllBe(line => line.Length <= Math.Max(0, width - 1));
        }
    }

    [Fact]
    public void TerminalView_SaysHowFarTheRunIs()
    {
        var writer = new StringWriter();
        using var view = new TerminalView(writer, () => 100, () => 40, simulated: true);

        view.Show(Cases.Snapshot(30));

        var text = writer.ToString();
        text.ShouldContain("SIMULATED");
        text.ShouldContain("5/10 tasks  0:30, about 0:30 left");
        text.ShouldContain("timed out");
    }

    [Fact]
    public void PlainView_ShowsALineEveryFewSecondsWithoutEscapes()
    {
        var writer = new StringWriter();
        using (var view = new PlainView(writer, simulated: true))
        {
            for (var tenths = 0; tenths <= 110; tenths++) view.Show(Cases.Snapshot(tenths / 10.0));
        }

        writer.ToString().ShouldNotContain("\e");
        writer.ToString().Trim().Split(Environment.NewLine).Length.ShouldBe(3);
        writer.ToString().ShouldStartWith("simulated · 0:00");
    }
}
