using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Measurement.Exposition;

namespace AgentLoad.Client.Telemetry;

/// <summary>Aggregates the measurements of the meters of this process for /metrics.</summary>
internal sealed class MetricsCollector : IDisposable
{
    /// <summary>Runtime instruments that indicate whether this process is overloaded.</summary>
    private static readonly HashSet<string> RuntimeInstruments = new(StringComparer.Ordinal)
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
    private readonly ConcurrentDictionary<string, InstrumentMetrics> _families = new(StringComparer.Ordinal);
    private readonly Lock _reading = new();

    /// <param name="work">Metrics of the agents.</param>
    public MetricsCollector(AgentMetrics work)
    {
        // Chunk gaps are recorded in batches: recording each gap would cost more than all other metrics of a call.
        var gaps = new InstrumentMetrics(work.ChunkGaps);
        _families[gaps.Name] = gaps;
        (work.Links, work.Gaps) = (AttachExemplar, gaps.RecordAll);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            var isOurs =
                instrument.Meter.Name == AgentMetrics.MeterName
                    ? instrument.Meter == work.Meter && instrument != work.ChunkGaps
                    : instrument.Meter.Name.StartsWith(AgentMetrics.MeterName, StringComparison.Ordinal)
                        || instrument.Meter.Name == OrleansNames.Meter;
            if (isOurs || (instrument.Meter.Name == "System.Runtime" && RuntimeInstruments.Contains(instrument.Name)))
            {
                var family = new InstrumentMetrics(instrument);
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(family.Name, family));
            }
        };
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((InstrumentMetrics)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((InstrumentMetrics)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((InstrumentMetrics)family!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>Returns all metric families, ordered by name.</summary>
    public IReadOnlyList<MetricFamily> Read()
    {
        lock (_reading)
        {
            _listener.RecordObservableInstruments();
            return [.. _families.Values.Select(family => family.Read()).OrderBy(family => family.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Attaches a span as an exemplar to an earlier histogram measurement.</summary>
    public void AttachExemplar(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, ActivityContext span)
    {
        if (_families.TryGetValue(InstrumentMetrics.NameOf(instrument.Name, instrument.Unit, MetricKind.Histogram), out var family))
        {
            family.AttachExemplar(value, tags, span);
        }
    }

    public void Dispose() => _listener.Dispose();
}
