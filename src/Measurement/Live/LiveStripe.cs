using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Live;

/// <summary>One of the parts that a <see cref="LiveAggregate"/> spreads its writers over, each under a lock of its own.</summary>
internal sealed class LiveStripe
{
    private readonly Lock _lock = new();
    private readonly EnumCounts<CallOutcome> _outcomes = new();
    private readonly EnumCounts<TaskState> _states = new();
    private LogLinearHistogram _active = new();
    private LogLinearHistogram _inactive = new();
    private long _promptTokens;
    private long _completionTokens;

    public void Record(CallRecord call)
    {
        lock (_lock)
        {
            _outcomes.Add(call.Outcome);
            _promptTokens += call.PromptTokens ?? 0;
            _completionTokens += call.CompletionTokens ?? 0;
            if (call.Ttft is { } ttft)
                _active.Record(ttft);
        }
    }

    public void Record(TaskState state)
    {
        lock (_lock)
            _states.Add(state);
    }

    /// <summary>Adds the counts to <paramref name="totals"/> and hands over the TTFTs recorded since the last time.</summary>
    public void DrainInto(LiveTotals totals)
    {
        lock (_lock)
        {
            totals.Outcomes.Add(_outcomes);
            totals.States.Add(_states);
            totals.PromptTokens += _promptTokens;
            totals.CompletionTokens += _completionTokens;
            (_active, _inactive) = (_inactive, _active);
        }

        // Only one snapshot is taken at a time, so the inactive histogram is ours; writers never wait for the merge.
        totals.IntervalTtft.Merge(_inactive);
        _inactive.Reset();
    }
}

/// <summary>What the stripes hold together.</summary>
internal sealed class LiveTotals
{
    public EnumCounts<CallOutcome> Outcomes { get; } = new();

    public EnumCounts<TaskState> States { get; } = new();

    public LogLinearHistogram IntervalTtft { get; } = new();

    public long PromptTokens { get; set; }

    public long CompletionTokens { get; set; }
}
