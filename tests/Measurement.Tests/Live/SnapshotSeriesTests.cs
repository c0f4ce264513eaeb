using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Live;

/// <summary>Rates between two looks at the totals.</summary>
public sealed class SnapshotSeriesTests
{
    [Fact]
    public void Next_TotalsThatGoBack_HasRatesOfZeroAndGoesOn()
    {
        var series = new SnapshotSeries();
        series.Next(1, Totals(100)).CallsPerSecond.ShouldBe(100);

        // The run's grain moved to another silo, which has not heard from all silos yet.
        var back = series.Next(2, Totals(40));
        back.CallsPerSecond.ShouldBe(0);
        back.EndedCalls.ShouldBe(40);
        back.IntervalTtftP50Seconds.ShouldBeNull();
        series.Next(3, Totals(90)).CallsPerSecond.ShouldBe(50);
    }

    private static LiveTotals Totals(int calls)
    {
        var totals = new LiveTotals { StartedCalls = calls };
        totals.Add(CallOutcome.Completed, calls);
        for (var i = 0; i < calls; i++)
        {
            totals.Ttft.Record(0.1);
        }

        return totals;
    }
}
