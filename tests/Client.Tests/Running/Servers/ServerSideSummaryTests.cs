using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Servers;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Running.Servers;

public sealed class ServerSideSummaryTests
{
    private static readonly RunFacts Facts = new()
    {
        Name = "r",
        Id = "r",
        Workload = "r",
        StartedUtc = default,
        Simulated = false,
        Endpoints = [],
        Seed = 1,
        Agents = 1,
        DurationSeconds = 100,
        WindowStartSeconds = 10,
        WindowEndSeconds = 90,
    };

    [Fact]
    public void Of_PowerThatChanges_IsItsIntegralOverTheWindow()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var (a, b, every) = (random.NextDouble() * 500, random.NextDouble() * 5, 0.5 + random.NextDouble());
            var samples = Every(every, at => Sample(at) with { GpuPowerWatts = a + (b * at) });

            var side = ServerSideSummary.Of(samples, Facts, 40, 1000)!;

            // ∫ a + bt over 10 to 90; a step at the window's edge counts in proportion, which for a line is off by far less than 0.1 %.
            var exact = (a * 80) + (b * ((90 * 90) - (10 * 10)) / 2);
            side.Joules!.Value.ShouldBe(exact, exact * 1e-3);
            side.JoulesPerTask!.Value.ShouldBe(side.Joules.Value / 40, 1e-9);
            side.JoulesPerCompletionToken!.Value.ShouldBe(side.Joules.Value / 1000, 1e-9);
        }
    }

    [Fact]
    public void Of_EnergyCounter_GoesBeforePower() =>
        ServerSideSummary
            .Of(Every(1, at => Sample(at) with { GpuPowerWatts = 999, GpuEnergyJoules = 5_000_000 + (100 * at) }), Facts, 1, null)!
            .Joules!.Value.ShouldBe(8000, 1e-3);

    [Fact]
    public void Of_CounterThatBeginsAnew_IsSaidAndDoesNotCountBackwards()
    {
        var side = ServerSideSummary.Of(
            Every(
                1,
                at =>
                    Sample(at) with
                    {
                        GpuEnergyJoules = at < 50 ? 9000 + (100 * at) : 100 * (at - 50),
                        CompletionTokens = at < 50 ? at : 0,
                    }
            ),
            Facts,
            1,
            null
        )!;

        side.Joules!.Value.ShouldBe(8000, 1);
        side.Sources.Single().Warnings.ShouldContain(line => line.Contains("joules fell from 13900 to 0, 50.0 s"));
        side.Sources.Single().Warnings.ShouldContain(line => line.Contains("completion tokens fell"));
    }

    [Fact]
    public void Of_CounterThatBeginsAnewAgainAndAgain_IsOneLine() =>
        ServerSideSummary
            .Of(Every(1, at => Sample(at) with { PromptTokens = at % 10 }), Facts, 1, null)!
            .Sources.Single()
            .Warnings.ShouldHaveSingleItem()
            .ShouldContain("prompt tokens fell from 9 to 0, 10.0 s into the run and 9 more times");

    [Fact]
    public void Of_ScrapeThatStops_GivesNoJoulesAndSaysSo()
    {
        var side = ServerSideSummary.Of(
            Every(
                1,
                at =>
                    at < 60 ? Sample(at) with { GpuPowerWatts = 100 } : Sample(at) with { Software = null, Error = "could not be reached" }
            ),
            Facts,
            1,
            null
        )!;

        side.Joules.ShouldBeNull();
        side.JoulesPerTask.ShouldBeNull();
        side.Sources.Single()
            .Warnings.ShouldBe([
                "41 of 101 scrapes, first 60.0 s into the run: could not be reached.",
                "GPU energy is known for less than 95 % of the measured window; no energy is reported.",
            ]);
        (side.Sources.Single().Scrapes, side.Sources.Single().Failed).ShouldBe((101, 41));
    }

    [Fact]
    public void Of_Nothing_IsNothing() => ServerSideSummary.Of([], Facts, 1, 1).ShouldBeNull();

    private static ServerSample[] Every(double seconds, Func<double, ServerSample> sample) =>
        [.. Enumerable.Range(0, (int)(100 / seconds) + 1).Select(i => sample(i * seconds))];

    private static ServerSample Sample(double at) =>
        new()
        {
            AtSeconds = at,
            Source = "http://gpu:9400/metrics",
            Endpoint = "default",
            Software = "DCGM",
        };
}
