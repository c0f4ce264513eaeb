using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Measurement.Exposition;

namespace AgentLoad.Client.Telemetry;

/// <summary>Adds up what the meters of this process measure, for whoever asks for /metrics.</summary>
internal sealed class MetricsCollector : IDisposable
{
    /// <summary>Of the meters of .NET itself, what says whether this process keeps up.</summary>
    private static readonly HashSet<string> OfRuntime = new(StringComparer.Ordinal)
    {
        "dotnet.process.cpu.time",
        "dotnet.process.memory.working_set",
        "dotnet.gc.pause.time",
        "dotnet.gc.heap.total_allocated",
        "dotnet.thread_pool.queue.length",
        "dotnet.thread_pool.thread.count",
        "dotnet.process.cpu.count",
    };

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Family> _families = new(StringComparer.Ordinal);
    private readonly Lock _reading = new();

    /// <param name="work">Agents' work.</param>
    public MetricsCollector(AgentMetrics work)
    {
        // One by one, the gaps of a call would cost more than all else that is measured of it.
        var gaps = new Family(work.ChunkGaps);
        _families[gaps.Name] = gaps;
        (work.Links, work.Gaps) = (Link, gaps.TakeAll);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            var isOurs =
                instrument.Meter.Name == AgentMetrics.MeterName
                    ? instrument.Meter == work.Meter && instrument != work.ChunkGaps
                    : instrument.Meter.Name.StartsWith(AgentMetrics.MeterName, StringComparison.Ordinal);
            if (isOurs || (instrument.Meter.Name == "System.Runtime" && OfRuntime.Contains(instrument.Name)))
            {
                var family = new Family(instrument);
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(family.Name, family));
            }
        };
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((Family)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((Family)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((Family)family!).Take(value, tags));
        _listener.Start();
    }

    /// <summary>Everything as it is now, by name.</summary>
    public IReadOnlyList<MetricFamily> Read()
    {
        lock (_reading)
        {
            _listener.RecordObservableInstruments();
            return [.. _families.Values.Select(family => family.Read()).OrderBy(family => family.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Links a measurement of a histogram, which was taken before, to the span of what was measured.</summary>
    public void Link(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, ActivityContext span)
    {
        if (_families.TryGetValue(Family.NameOf(instrument.Name, instrument.Unit, MetricKind.Histogram), out var family))
        {
            family.Link(value, tags, span);
        }
    }

    public void Dispose() => _listener.Dispose();
}
