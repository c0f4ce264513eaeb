using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Reports.Data;

/// <summary>Calls, tokens and latencies per endpoint and model, for the whole run.</summary>
internal sealed class Endpoints
{
    private const int MaxRows = 200;

    private readonly Dictionary<(string Endpoint, string Model), EndpointRow> _rows = [];

    public IReadOnlyList<EndpointRow> Rows => [.. _rows.Values.OrderBy(row => row.Endpoint, StringComparer.Ordinal)];

    public void Add(TaskRecord task)
    {
        foreach (var step in task.Steps)
        {
            if (step.Call is not { } call)
            {
                continue;
            }

            var key = (call.Endpoint, call.Model);
            if (!_rows.TryGetValue(key, out var row))
            {
                if (_rows.Count >= MaxRows)
                {
                    key = ("others", "");
                }

                if (!_rows.TryGetValue(key, out row))
                {
                    _rows[key] = row = new EndpointRow(key.Item1, key.Item2);
                }
            }

            row.Add(step, call);
        }
    }
}

/// <summary>Statistics of one endpoint and model. Sums are null if the server reported no values.</summary>
internal sealed class EndpointRow(string endpoint, string model)
{
    public string Endpoint => endpoint;

    public string Model => model;

    public long Calls { get; private set; }

    public long Failed { get; private set; }

    public long? PromptTokens { get; private set; }

    public long? CachedTokens { get; private set; }

    public long? CompletionTokens { get; private set; }

    public LogLinearHistogram Ttft { get; } = new();

    public LogLinearHistogram Latency { get; } = new();

    public void Add(StepRecord step, CallRecord call)
    {
        Calls++;
        if (call.Outcome.IsFailure())
        {
            Failed++;
        }

        PromptTokens = Sum(PromptTokens, call.PromptTokens);
        CachedTokens = Sum(CachedTokens, call.CachedTokens);
        CompletionTokens = Sum(CompletionTokens, call.CompletionTokens);
        if (call.Ttft is { } ttft && !double.IsNaN(ttft))
        {
            Ttft.Record(ttft);
        }

        if (step.End - step.Sent is var latency && !double.IsNaN(latency))
        {
            Latency.Record(latency);
        }
    }

    private static long? Sum(long? sum, int? more) => more is { } known ? (sum ?? 0) + known : sum;
}
