using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Reports.Data;

/// <summary>Distributions of call durations: calls that ended in the measured window, baseline excluded, as in the summary.</summary>
internal sealed class CallDistributions(MeasuredWindow window)
{
    private static readonly (string Metric, Func<StepRecord, CallRecord, double?> Value)[] Columns =
    [
        ("call.ttft", static (_, call) => call.Ttft),
        ("call.latency", static (step, _) => step.End - step.Sent),
        ("call.tpot", static (_, call) => call.Tpot),
        ("call.server_queue", static (_, call) => call.ServerQueue),
        ("call.server_load", static (_, call) => call.ServerLoad),
        ("call.server_prefill", static (_, call) => call.ServerPrefill),
        ("call.server_decode", static (_, call) => call.ServerDecode),
    ];

    private readonly LogLinearHistogram[] _distributions = [.. Columns.Select(_ => new LogLinearHistogram())];

    public void Add(TaskRecord task)
    {
        if (task.IsBaseline)
        {
            return;
        }

        foreach (var step in task.Steps)
        {
            if (step.Call is not { } call || !window.Ended(step))
            {
                continue;
            }

            for (var i = 0; i < Columns.Length; i++)
            {
                if (Columns[i].Value(step, call) is { } seconds && !double.IsNaN(seconds))
                {
                    _distributions[i].Record(seconds);
                }
            }
        }
    }

    /// <summary>Returns the distribution of a metric; null if no call has a value.</summary>
    public LogLinearHistogram? Of(string metric) =>
        Array.FindIndex(Columns, column => column.Metric == metric) is >= 0 and var index && _distributions[index].Count > 0
            ? _distributions[index]
            : null;
}
