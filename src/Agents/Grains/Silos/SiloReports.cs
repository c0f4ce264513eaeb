using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Measurement.Live;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>The last report of every silo of a run. What a dead silo counted stays counted; what it had under way does not.</summary>
internal sealed class SiloReports
{
    private readonly Dictionary<string, SiloReport> _last = new(StringComparer.Ordinal);

    public IReadOnlyCollection<SiloReport> All => _last.Values;

    public void Take(SiloReport report) => _last[report.Silo] = report;

    /// <summary>Takes up what was kept of earlier reports; newer ones stand.</summary>
    public void Restore(IEnumerable<SiloReport> kept)
    {
        foreach (var report in kept)
        {
            _last.TryAdd(report.Silo, report);
        }
    }

    /// <summary>Closes the books of a silo that died.</summary>
    /// <returns>Its calls whose measurements are lost; null where it never reported here.</returns>
    public long? Close(string silo)
    {
        if (!_last.TryGetValue(silo, out var last))
        {
            return null;
        }

        var lost = Math.Max(0, last.Totals.Counts[1] - last.SavedCalls);
        var totals = last.Totals.ToTotals();
        totals.DropInFlight();
        _last[silo] = last with { Totals = TotalsData.Of(totals) };
        return lost;
    }

    public TotalsData Sum()
    {
        var sum = new LiveTotals();
        foreach (var report in _last.Values)
        {
            sum.Add(report.Totals.ToTotals());
        }

        return TotalsData.Of(sum);
    }
}
