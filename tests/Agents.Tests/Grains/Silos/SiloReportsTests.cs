using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Runs;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Silos;

/// <summary>What silos counted stays counted when the run's grain moves, whichever report arrives first.</summary>
public sealed class SiloReportsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Add_ReportOfASiloThatReportedSince_KeepsTheNewest(double savedAt)
    {
        var reports = new SiloReports();
        reports.Take(Report("one", 2));

        reports.Add([Report("one", savedAt), Report("gone", 1)], static _ => false);

        reports
            .All.ToDictionary(report => report.Silo, report => report.At)
            .ShouldBe(new Dictionary<string, double> { ["one"] = Math.Max(2, savedAt), ["gone"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public void Take_ReportThatANewerOneOvertook_IsIgnored()
    {
        var reports = new SiloReports();
        reports.Take(Report("one", 2));

        reports.Take(Report("one", 1));

        reports.All.ShouldHaveSingleItem().At.ShouldBe(2);
    }

    private static SiloReport Report(string silo, double at) =>
        new()
        {
            Silo = silo,
            At = at,
            Totals = TotalsData.Of(new LiveTotals()),
            Health = HealthData.Of(new ClientHealth()),
        };
}
