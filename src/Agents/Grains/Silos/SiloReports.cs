using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Measurement.Live;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>
/// The last report of every silo of a run. What a dead silo counted stays counted, except for what was still running there.
/// </summary>
internal sealed class SiloReports
{
    private readonly Dictionary<string, SiloReport> _last = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    /// <summary>The reports.</summary>
    public IReadOnlyCollection<SiloReport> All => _last.Values;

    /// <summary>What currently keeps silos from doing their part, one line each.</summary>
    public IReadOnlyList<string> Errors => [.. _errors.Values.Distinct()];

    /// <summary>Replaces the report of a silo, unless a newer one has arrived before it.</summary>
    public void Take(SiloReport report)
    {
        if (_last.TryGetValue(report.Silo, out var last) && last.At > report.At)
        {
            return;
        }

        _last[report.Silo] = report;
        if (report.Error is { } error)
        {
            _errors[report.Silo] = error;
        }
        else
        {
            _errors.Remove(report.Silo);
        }
    }

    /// <summary>Sets what keeps a silo from doing its part.</summary>
    public void SetError(string silo, string error) => _errors[silo] = error;

    /// <summary>Adds reports that earlier activations of the run's grain received. The newest report of a silo stays.</summary>
    /// <param name="earlier">The reports.</param>
    /// <param name="isClosed">True if a silo's death has been handled.</param>
    public void Add(IEnumerable<SiloReport> earlier, Func<string, bool> isClosed)
    {
        foreach (var report in earlier)
        {
            if (_last.TryGetValue(report.Silo, out var last) && last.At >= report.At)
            {
                continue;
            }

            _last[report.Silo] = report;
            if (isClosed(report.Silo))
            {
                Close(report.Silo);
            }
        }
    }

    /// <summary>Closes the counts of a silo that died.</summary>
    /// <returns>When it last reported, seconds since the start of the run; null if it never did.</returns>
    public double? Close(string silo)
    {
        _errors.Remove(silo);
        if (!_last.TryGetValue(silo, out var last))
        {
            return null;
        }

        var totals = last.Totals.ToTotals();
        totals.DropInFlight();
        _last[silo] = last with { Totals = TotalsData.Of(totals) };
        return last.At;
    }

    /// <summary>The sum of all reports.</summary>
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
