using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Live;

/// <summary>One stripe of a <see cref="LiveAggregate"/>, protected by its lock.</summary>
internal sealed class LiveStripe
{
    private readonly Lock _lock = new();
    private readonly LiveTotals _totals = new();

    public void Record(CallRecord call, double latency)
    {
        lock (_lock)
        {
            _totals.Add(call.Outcome);
            _totals.PromptTokens += call.PromptTokens ?? 0;
            _totals.CompletionTokens += call.CompletionTokens ?? 0;
            if (call.Ttft is { } ttft)
            {
                _totals.Ttft.Record(ttft);
            }

            if (!call.Outcome.IsFailure())
            {
                _totals.Latency.Record(Math.Max(0, latency));
            }
        }
    }

    public void Record(TaskState state)
    {
        lock (_lock)
        {
            _totals.Add(state);
        }
    }

    public void AddTo(LiveTotals totals)
    {
        lock (_lock)
        {
            totals.Add(_totals);
        }
    }
}
