using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Live;

public sealed class SnapshotSeriesTests
{
    [Fact]
    public void Next_DecreasingTotals_HasZeroRatesAndContinues()
    {
        var series = new SnapshotSeries();
        series.Next(1, Totals(100)).CallsPerSecond.ShouldBe(100);

        // The run grain moved to another silo, and not all silos have reported to it yet.
        var lower = series.Next(2, Totals(40));
        lower.CallsPerSecond.ShouldBe(0);
        lower.EndedCalls.ShouldBe(40);
        lower.IntervalTtftP50Seconds.ShouldBeNull();
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
