using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Live;

/// <summary>What was counted since the start of a run. Totals of several hosts add up, and a later report of a host replaces its earlier one.</summary>
public sealed class LiveTotals
{
    private readonly EnumCounts<CallOutcome> _outcomes = new();
    private readonly EnumCounts<TaskState> _states = new();

    /// <summary>Tasks started.</summary>
    public long StartedTasks { get; set; }

    /// <summary>Calls sent.</summary>
    public long StartedCalls { get; set; }

    /// <summary>Agents at this instant that wait for a model.</summary>
    public long AgentsInCalls { get; set; }

    /// <summary>Agents at this instant that wait for a tool, and for no model.</summary>
    public long AgentsInTools { get; set; }

    /// <summary>Prompt tokens of ended calls, as reported.</summary>
    public long PromptTokens { get; set; }

    /// <summary>Completion tokens of ended calls, as reported.</summary>
    public long CompletionTokens { get; set; }

    /// <summary>TTFT of ended calls.</summary>
    public LogLinearHistogram Ttft { get; } = new();

    /// <summary>Latency of ended calls that did not fail.</summary>
    public LogLinearHistogram Latency { get; } = new();

    /// <summary>Ended calls: a count for every outcome, 0 included.</summary>
    public IReadOnlyDictionary<CallOutcome, long> ByOutcome => _outcomes.ToDictionary();

    /// <summary>Ended tasks: a count for every state, 0 included.</summary>
    public IReadOnlyDictionary<TaskState, long> ByState => _states.ToDictionary();

    /// <summary>Ended calls.</summary>
    public long EndedCalls => _outcomes.Total;

    /// <summary>Ended tasks.</summary>
    public long EndedTasks => _states.Total;

    /// <summary>Counts ended calls.</summary>
    public void Add(CallOutcome outcome, long count = 1) => _outcomes.Add(outcome, count);

    /// <summary>Counts ended tasks.</summary>
    public void Add(TaskState state, long count = 1) => _states.Add(state, count);

    /// <summary>Adds what another host counted.</summary>
    public void Add(LiveTotals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _outcomes.Add(other._outcomes);
        _states.Add(other._states);
        StartedTasks += other.StartedTasks;
        StartedCalls += other.StartedCalls;
        AgentsInCalls += other.AgentsInCalls;
        AgentsInTools += other.AgentsInTools;
        PromptTokens += other.PromptTokens;
        CompletionTokens += other.CompletionTokens;
        Ttft.Merge(other.Ttft);
        Latency.Merge(other.Latency);
    }

    /// <summary>Closes the books of a host that died: what it had under way does not count as under way any more.</summary>
    public void Close()
    {
        StartedTasks = EndedTasks;
        (AgentsInCalls, AgentsInTools) = (0, 0);
        Add(CallOutcome.Aborted, StartedCalls - EndedCalls);
    }
}
